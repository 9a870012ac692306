package io.readback.spi.route;

import io.readback.spi.net.IpAddress;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv6-address-specific extended community, RFC 5701: 20 octets.
 *
 * @param type type and subtype, 0 to 65535
 * @param address the global administrator, IPv6
 * @param local the local administrator, 0 to 65535
 */
public record Ipv6ExtendedCommunity(int type, IpAddress address, int local)
    implements Comparable<Ipv6ExtendedCommunity> {
  private static final int TARGET = 0x0002;
  private static final int ORIGIN = 0x0003;
  private static final Pattern TEXT =
      Pattern.compile("(target|origin|0x[0-9a-fA-F]{4}):\\[([0-9a-fA-F:.]{2,45})]:([0-9]{1,5})");
  private static final Comparator<Ipv6ExtendedCommunity> ORDER =
      Comparator.comparingInt(Ipv6ExtendedCommunity::type)
          .thenComparing(Ipv6ExtendedCommunity::address)
          .thenComparingInt(Ipv6ExtendedCommunity::local);

  public Ipv6ExtendedCommunity {
    if ((type & ~0xffff) != 0 || (local & ~0xffff) != 0) {
      throw new IllegalArgumentException(
          "type and local part are 0 to 65535 but were " + type + " and " + local);
    }
    if (!address.isIpv6()) {
      throw new IllegalArgumentException("the address must be IPv6 but was " + address);
    }
  }

  /** Reads what {@link #toString} writes; empty for anything else. */
  public static Optional<Ipv6ExtendedCommunity> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(3)) > 0xffff) {
      return Optional.empty();
    }
    int type =
        switch (parts.group(1)) {
          case "target" -> TARGET;
          case "origin" -> ORIGIN;
          default -> Integer.parseInt(parts.group(1).substring(2), 16);
        };
    return IpAddress.tryParse(parts.group(2))
        .filter(IpAddress::isIpv6)
        .map(a -> new Ipv6ExtendedCommunity(type, a, Integer.parseInt(parts.group(3))));
  }

  /** Whether it may cross from one AS into the next. */
  public boolean transitive() {
    return (type & 0x4000) == 0;
  }

  @Override
  public int compareTo(Ipv6ExtendedCommunity other) {
    return ORDER.compare(this, other);
  }

  /** {@code target:[2001:db8::1]:7}, {@code origin:…}, or the type in hexadecimal in front. */
  @Override
  public String toString() {
    String kind =
        switch (type) {
          case TARGET -> "target";
          case ORIGIN -> "origin";
          default -> String.format(Locale.ROOT, "0x%04x", type);
        };
    return kind + ":[" + address + "]:" + local;
  }
}
