package io.readback.spi.observe;

import io.readback.spi.net.AddressFamily;

/** Routes of one unicast family on an established session. */
public record FamilyCounts(AddressFamily family, long received, long accepted, long advertised) {}
