/** Sockets that the JDK does not have, and options that it does not set. */
@NullMarked
package io.readback.linux.socket;

import org.jspecify.annotations.NullMarked;
