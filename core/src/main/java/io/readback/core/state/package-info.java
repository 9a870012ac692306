/** What survives a restart of an engine that runs without a cluster to write to. */
@NullMarked
package io.readback.core.state;

import org.jspecify.annotations.NullMarked;
