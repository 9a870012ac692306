/** BFD sessions on sockets: one thread, its deadlines and what it tells of them. */
@NullMarked
package io.readback.bfd.speaker;

import org.jspecify.annotations.NullMarked;
