/** BFD control packets (RFC 5880 section 4) and their octets. */
@NullMarked
package io.readback.bfd.packet;

import org.jspecify.annotations.NullMarked;
