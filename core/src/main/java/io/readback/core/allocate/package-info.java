/** Gives VIPs to Services from pools. */
@NullMarked
package io.readback.core.allocate;

import org.jspecify.annotations.NullMarked;
