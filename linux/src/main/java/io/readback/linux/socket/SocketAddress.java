package io.readback.linux.socket;

import io.readback.linux.LinuxConstants;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;

/**
 * An IP address with a port, as the kernel writes it ({@code sockaddr_in}, {@code sockaddr_in6}).
 *
 * @param scope the interface index of a link-local IPv6 address, else 0
 */
record SocketAddress(IpAddress address, int port, int scope) {
  private static final int IPV4_LENGTH = 16;
  private static final int IPV6_LENGTH = 28;

  static int family(AddressFamily family) {
    return family == AddressFamily.IPV4 ? LinuxConstants.AF_INET : LinuxConstants.AF_INET6;
  }

  /** Writes it at the start of {@code to}, in native order, and answers its length. */
  int write(ByteBuffer to) {
    boolean ipv4 = address.isIpv4();
    int length = ipv4 ? IPV4_LENGTH : IPV6_LENGTH;
    for (int i = 0; i < length; i++) {
      to.put(i, (byte) 0);
    }
    to.putShort(0, (short) family(address.family()));
    to.put(2, (byte) (port >> 8));
    to.put(3, (byte) port);
    byte[] octets = address.toBytes();
    to.put(ipv4 ? 4 : 8, octets);
    if (!ipv4) {
      to.putInt(24, scope);
    }
    return length;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException where it is neither IPv4 nor IPv6, or too short
   */
  static SocketAddress read(ByteBuffer from, int length) {
    int family = length < 2 ? 0 : from.getShort(0);
    boolean ipv4 = family == LinuxConstants.AF_INET && length >= IPV4_LENGTH;
    boolean ipv6 = family == LinuxConstants.AF_INET6 && length >= IPV6_LENGTH;
    if (!ipv4 && !ipv6) {
      throw new IllegalArgumentException(
          "no IP address: family %d in %d bytes".formatted(family, length));
    }
    byte[] octets = new byte[ipv4 ? 4 : 16];
    from.get(ipv4 ? 4 : 8, octets);
    int port = (from.get(2) & 0xff) << 8 | (from.get(3) & 0xff);
    return new SocketAddress(IpAddress.ofBytes(octets), port, ipv4 ? 0 : from.getInt(24));
  }
}
