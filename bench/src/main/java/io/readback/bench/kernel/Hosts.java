package io.readback.bench.kernel;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;

/** The host routes of a run: the same for every program. */
record Hosts(int family) {
  private static final long FD = 0xfdL << 56;

  /** The address of a route. */
  IpAddress address(int i) {
    return family == 6
        ? IpAddress.ofBits(AddressFamily.IPV6, FD, i)
        : IpAddress.ofIpv4(0x0a000000 + i);
  }

  /** A neighbour that routes lead to. */
  String gateway(int host) {
    return family == 6 ? "2001:db8::" + Integer.toHexString(host) : "192.0.2." + host;
  }
}
