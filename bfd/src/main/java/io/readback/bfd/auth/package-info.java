/** Authentication of control packets (RFC 5880 section 6.7). */
@NullMarked
package io.readback.bfd.auth;

import org.jspecify.annotations.NullMarked;
