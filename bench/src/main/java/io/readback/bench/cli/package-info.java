/** The commands of {@code scripts/bench}. */
@NullMarked
package io.readback.bench.cli;

import org.jspecify.annotations.NullMarked;
