package io.readback.bgp.message;

import io.readback.spi.net.AddressFamily;
import java.util.Comparator;
import java.util.Optional;

/**
 * An address family as it goes over the wire: AFI and SAFI, any numbers.
 *
 * @param afi 0 to 65535
 * @param safi 0 to 255
 */
public record Family(int afi, int safi) implements Comparable<Family> {
  public static final int AFI_IPV4 = 1;
  public static final int AFI_IPV6 = 2;
  public static final int SAFI_UNICAST = 1;

  public static final Family IPV4_UNICAST = new Family(AFI_IPV4, SAFI_UNICAST);
  public static final Family IPV6_UNICAST = new Family(AFI_IPV6, SAFI_UNICAST);

  private static final Comparator<Family> ORDER =
      Comparator.comparingInt(Family::afi).thenComparingInt(Family::safi);

  public Family {
    if ((afi & ~0xffff) != 0 || (safi & ~0xff) != 0) {
      throw new IllegalArgumentException("not an AFI and SAFI: " + afi + "/" + safi);
    }
  }

  /** The unicast family of {@code family}. */
  public static Family unicast(AddressFamily family) {
    return family == AddressFamily.IPV4 ? IPV4_UNICAST : IPV6_UNICAST;
  }

  /** The family's name, such as {@code ipv4-unicast}; empty for text that names none. */
  public static Optional<Family> named(String name) {
    return switch (name) {
      case "ipv4-unicast" -> Optional.of(IPV4_UNICAST);
      case "ipv6-unicast" -> Optional.of(IPV6_UNICAST);
      default -> Optional.empty();
    };
  }

  /** The family of addresses, for the two that are understood: IPv4 and IPv6 unicast. */
  public Optional<AddressFamily> unicast() {
    if (equals(IPV4_UNICAST)) {
      return Optional.of(AddressFamily.IPV4);
    }
    return equals(IPV6_UNICAST) ? Optional.of(AddressFamily.IPV6) : Optional.empty();
  }

  @Override
  public int compareTo(Family other) {
    return ORDER.compare(this, other);
  }

  /** {@code ipv4-unicast}, {@code ipv6-unicast}, or the two numbers. */
  @Override
  public String toString() {
    if (equals(IPV4_UNICAST)) {
      return "ipv4-unicast";
    }
    return equals(IPV6_UNICAST) ? "ipv6-unicast" : "afi-" + afi + "-safi-" + safi;
  }
}
