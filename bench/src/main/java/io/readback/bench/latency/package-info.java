/** How long one change takes: to the wire, and to a router's forwarding table. */
@NullMarked
package io.readback.bench.latency;

import org.jspecify.annotations.NullMarked;
