/** What an agent costs, and how fast it follows its manifests. */
@NullMarked
package io.readback.bench.agent;

import org.jspecify.annotations.NullMarked;
