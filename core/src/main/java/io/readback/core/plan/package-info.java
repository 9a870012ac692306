/** Decides which routes each target of each node should hold, and says why others are not there. */
@NullMarked
package io.readback.core.plan;

import org.jspecify.annotations.NullMarked;
