/** BGP sessions over TCP: peers, connections and listeners on one netty event loop. */
@NullMarked
package io.readback.bgp.session;

import org.jspecify.annotations.NullMarked;
