package io.readback.app.agent;

import io.readback.core.model.HostFacts.DefaultRoute;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads default routes out of Linux' {@code /proc/net/route} and {@code /proc/net/ipv6_route}.
 * Lines that are not as expected are left out. Knows no file.
 */
final class KernelRoutes {
  private static final int FLAG_UP = 0x1;
  private static final int FLAG_GATEWAY = 0x2;
  private static final int FLAG_REJECT = 0x200;
  private static final String ZERO_IPV4 = "00000000";
  private static final String ZERO_IPV6 = "0".repeat(32);

  private KernelRoutes() {}

  /**
   * @param lines {@code Iface Destination Gateway Flags RefCnt Use Metric Mask …}, a head line
   *     first; addresses in hexadecimal digits of the machine's byte order, which is little-endian
   * @param linkUp by name of the interface
   */
  static List<DefaultRoute> ipv4(List<String> lines, Predicate<String> linkUp) {
    List<DefaultRoute> out = new ArrayList<>();
    for (String line : lines) {
      String[] f = line.strip().split("\\s+");
      try {
        if (f.length >= 8
            && f[1].equals(ZERO_IPV4)
            && f[7].equals(ZERO_IPV4)
            && isGateway(Integer.parseInt(f[3], 16))
            && linkUp.test(f[0])) {
          int gateway = Integer.reverseBytes(Integer.parseUnsignedInt(f[2], 16));
          out.add(new DefaultRoute(IpAddress.ofIpv4(gateway), Long.parseLong(f[6])));
        }
      } catch (NumberFormatException e) {
        continue;
      }
    }
    return out;
  }

  /**
   * @param lines {@code destination length source length nextHop metric refCnt use flags iface},
   *     all numbers in hexadecimal digits, addresses as they are sent
   */
  static List<DefaultRoute> ipv6(List<String> lines, Predicate<String> linkUp) {
    List<DefaultRoute> out = new ArrayList<>();
    for (String line : lines) {
      String[] f = line.strip().split("\\s+");
      try {
        if (f.length >= 10
            && f[0].equals(ZERO_IPV6)
            && f[1].equals("00")
            && f[4].length() == ZERO_IPV6.length()
            && isGateway(Integer.parseUnsignedInt(f[8], 16))
            && linkUp.test(f[9])) {
          IpAddress gateway =
              IpAddress.ofBits(
                  AddressFamily.IPV6,
                  HexFormat.fromHexDigitsToLong(f[4].substring(0, 16)),
                  HexFormat.fromHexDigitsToLong(f[4].substring(16)));
          out.add(new DefaultRoute(gateway, Long.parseLong(f[5], 16)));
        }
      } catch (IllegalArgumentException e) {
        continue;
      }
    }
    return out;
  }

  private static boolean isGateway(int flags) {
    return (flags & (FLAG_UP | FLAG_GATEWAY)) == (FLAG_UP | FLAG_GATEWAY)
        && (flags & FLAG_REJECT) == 0;
  }
}
