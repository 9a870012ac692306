package io.readback.bgp.session;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;

/** Addresses as socket options want them (struct sockaddr_storage). */
final class SocketAddresses {
  private static final short AF_INET = 2;
  private static final short AF_INET6 = 10;

  private SocketAddresses() {}

  /**
   * Writes an address without a port at the beginning of {@code out}, which has native byte order
   * and is zero there.
   *
   * @param ipv6Socket IPv4 goes to such a socket as ::ffff:a.b.c.d
   */
  static void put(ByteBuffer out, IpAddress address, boolean ipv6Socket) {
    boolean ipv6 = ipv6Socket || address.isIpv6();
    out.putShort(0, ipv6 ? AF_INET6 : AF_INET);
    byte[] octets = (ipv6 ? mapped(address) : address).toBytes();
    int at = ipv6 ? 8 : 4;
    for (int i = 0; i < octets.length; i++) {
      out.put(at + i, octets[i]);
    }
  }

  private static IpAddress mapped(IpAddress address) {
    return address.isIpv6()
        ? address
        : IpAddress.ofBits(
            AddressFamily.IPV6, 0, 0xffff00000000L | (address.ipv4Value() & 0xffffffffL));
  }
}
