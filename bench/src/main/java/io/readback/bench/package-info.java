/** Benchmarks of the hot paths. */
@NullMarked
package io.readback.bench;

import org.jspecify.annotations.NullMarked;
