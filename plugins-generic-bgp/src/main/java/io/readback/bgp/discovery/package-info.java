/** Finds the router on a link by its router advertisements, for sessions without addresses. */
@NullMarked
package io.readback.bgp.discovery;

import org.jspecify.annotations.NullMarked;
