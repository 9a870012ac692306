/** The door of the FRR plugin. */
@NullMarked
package io.readback.frr;

import org.jspecify.annotations.NullMarked;
