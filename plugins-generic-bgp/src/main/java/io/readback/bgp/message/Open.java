package io.readback.bgp.message;

import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * OPEN, RFC 4271 section 4.2.
 *
 * @param version 4
 * @param asn the speaker's AS number: that of the 4-octet capability where there is one (RFC 6793),
 *     else the My Autonomous System field
 * @param holdTime proposed hold time in seconds: 0 (none), or 3 to 65535
 * @param bgpIdentifier any non-zero number, written as an IPv4 address (RFC 6286)
 * @param capabilities in the order sent; codes may repeat (RFC 5492)
 */
public record Open(
    int version, long asn, int holdTime, IpAddress bgpIdentifier, List<Capability> capabilities)
    implements Message {
  /** Stands in the 2-octet My Autonomous System field for a larger number (RFC 6793). */
  public static final int AS_TRANS = 23456;

  public static final int VERSION = 4;

  public Open {
    capabilities = List.copyOf(capabilities);
    if (!bgpIdentifier.isIpv4()) {
      throw new IllegalArgumentException("a BGP Identifier has 32 bits but was " + bgpIdentifier);
    }
  }

  /** What the 2-octet My Autonomous System field holds. */
  public int myAutonomousSystem() {
    return asn > 0xffff ? AS_TRANS : (int) asn;
  }

  /** The last capability of this sort; where one may stand only once, the last one counts. */
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    Optional<C> found = Optional.empty();
    for (Capability c : capabilities) {
      if (type.isInstance(c)) {
        found = Optional.of(type.cast(c));
      }
    }
    return found;
  }

  /** All capabilities of this sort, in order. */
  public <C extends Capability> List<C> capabilities(Class<C> type) {
    return capabilities.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /**
   * The families offered: those of the multiprotocol capabilities, or IPv4 unicast when there is
   * none (RFC 4760 section 8). Ascending, without duplicates.
   */
  public List<Family> families() {
    List<Family> families =
        capabilities(Capability.Multiprotocol.class).stream()
            .map(Capability.Multiprotocol::family)
            .distinct()
            .sorted()
            .toList();
    return families.isEmpty() ? List.of(Family.IPV4_UNICAST) : families;
  }

  @Override
  public int type() {
    return TYPE_OPEN;
  }
}
