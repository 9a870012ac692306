/** Netlink messages and the socket that carries them: batches, dumps, events. */
@NullMarked
package io.readback.linux.netlink;

import org.jspecify.annotations.NullMarked;
