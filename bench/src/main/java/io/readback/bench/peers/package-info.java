/** One speaker with many peers: time of a change to all of them, memory, idle processor time. */
@NullMarked
package io.readback.bench.peers;

import org.jspecify.annotations.NullMarked;
