/** What crossed the wire, read from a capture: packets, TCP streams, BGP messages, sessions. */
@NullMarked
package io.readback.bench.wire;

import org.jspecify.annotations.NullMarked;
