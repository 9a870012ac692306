package io.readback.bgp.codec;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.ExtendedCommunity;
import io.readback.spi.route.Ipv6ExtendedCommunity;

/** Numbers and addresses in network byte order at a place in an array. */
final class Wire {
  private Wire() {}

  static int u8(byte[] b, int at) {
    return b[at] & 0xff;
  }

  static int u16(byte[] b, int at) {
    return (b[at] & 0xff) << 8 | b[at + 1] & 0xff;
  }

  static int i32(byte[] b, int at) {
    return u16(b, at) << 16 | u16(b, at + 2);
  }

  static long u32(byte[] b, int at) {
    return i32(b, at) & 0xffffffffL;
  }

  static IpAddress ipv4(byte[] b, int at) {
    return IpAddress.ofIpv4(i32(b, at));
  }

  static IpAddress ipv6(byte[] b, int at) {
    return IpAddress.ofBits(
        AddressFamily.IPV6,
        u32(b, at) << 32 | u32(b, at + 4),
        u32(b, at + 8) << 32 | u32(b, at + 12));
  }

  static ExtendedCommunity extendedCommunity(byte[] b, int at) {
    return new ExtendedCommunity(u32(b, at) << 32 | u32(b, at + 4));
  }

  static Ipv6ExtendedCommunity ipv6ExtendedCommunity(byte[] b, int at) {
    return new Ipv6ExtendedCommunity(u16(b, at), ipv6(b, at + 2), u16(b, at + 18));
  }
}
