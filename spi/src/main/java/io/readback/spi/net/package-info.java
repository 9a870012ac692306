/** Addresses and prefixes, and the persistent map keyed by prefixes. Values only. */
@NullMarked
package io.readback.spi.net;

import org.jspecify.annotations.NullMarked;
