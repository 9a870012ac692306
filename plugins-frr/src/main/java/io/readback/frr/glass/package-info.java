/** FRR as a looking glass: what to ask, what the answers mean, and the asking. */
@NullMarked
package io.readback.frr.glass;

import org.jspecify.annotations.NullMarked;
