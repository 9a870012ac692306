/** Bidirectional forwarding detection (RFC 5880, 5881, 5883) without a word of who asks for it. */
@NullMarked
package io.readback.bfd;

import org.jspecify.annotations.NullMarked;
