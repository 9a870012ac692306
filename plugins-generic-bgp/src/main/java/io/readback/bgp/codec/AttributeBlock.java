package io.readback.bgp.codec;

import io.readback.bgp.message.Family;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.PathAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The path attributes of announced routes, encoded once for all routes that share them. Immutable;
 * blocks with equal octets are equal, so that a block can be the key of its routes.
 */
public final class AttributeBlock {
  private static final CodecContext AS_RECEIVED =
      CodecContext.ebgp(0, 0).extendedNextHop(List.of(Family.IPV4_UNICAST)).build();

  private final Family family;
  private final byte[] attributes;

  /** The next hop of MP_REACH_NLRI, 4, 16 or 32 octets; null: it is in NEXT_HOP. */
  private final byte @Nullable [] mpNextHop;

  private AttributeBlock(Family family, byte[] attributes, byte @Nullable [] mpNextHop) {
    this.family = family;
    this.attributes = attributes;
    this.mpNextHop = mpNextHop;
  }

  /**
   * Encodes the attributes of routes of our own for a peer: with our AS number on external
   * sessions, with LOCAL_PREF on internal ones.
   *
   * @param family IPv4 or IPv6 unicast
   * @param nextHop the resolved next hop: IPv4 for IPv4 routes; IPv6 for IPv6 routes, and for IPv4
   *     routes where RFC 8950 was agreed
   * @param linkLocal the link-local address to send beside an IPv6 next hop (RFC 2545 section 3)
   * @throws IllegalArgumentException when the next hop cannot stand with the family on this session
   */
  public static AttributeBlock encode(
      Family family,
      PathAttributes attributes,
      IpAddress nextHop,
      Optional<IpAddress> linkLocal,
      CodecContext context) {
    return of(
        family,
        new UpdateAttributes(
            AttributeEncoder.outbound(attributes, context),
            false,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            AttributeEncoder.onlyToCustomer(context)),
        nextHop,
        linkLocal,
        context);
  }

  /** As {@link #encode} but takes the attributes as they are. */
  static AttributeBlock of(
      Family family,
      UpdateAttributes attributes,
      IpAddress nextHop,
      Optional<IpAddress> linkLocal,
      CodecContext context) {
    boolean ipv4 = family.equals(Family.IPV4_UNICAST);
    if (!ipv4 && !family.equals(Family.IPV6_UNICAST)) {
      throw new IllegalArgumentException("routes of " + family + " cannot be encoded");
    }
    if (ipv4 && nextHop.isIpv4()) {
      return new AttributeBlock(
          family, AttributeEncoder.encode(attributes, nextHop, context.fourOctetAs()), null);
    }
    if (nextHop.isIpv4()) {
      throw new IllegalArgumentException("an IPv6 route cannot have the next hop " + nextHop);
    }
    if (ipv4 && !context.extendedNextHop().contains(family)) {
      throw new IllegalArgumentException(
          "an IPv4 route can have the IPv6 next hop "
              + nextHop
              + " only where both sides agreed on the extended next hop capability (RFC 8950)");
    }
    byte[] hop = nextHop.toBytes();
    if (linkLocal.isPresent() && !linkLocal.get().equals(nextHop)) {
      hop = Arrays.copyOf(hop, 32);
      System.arraycopy(linkLocal.get().toBytes(), 0, hop, 16, 16);
    }
    return new AttributeBlock(
        family, AttributeEncoder.encode(attributes, null, context.fourOctetAs()), hop);
  }

  /** The attributes of a received route, as they were but for AS numbers of 4 octets. */
  public static AttributeBlock received(
      Family family, PathAttributes attributes, IpAddress nextHop) {
    return of(family, UpdateAttributes.of(attributes), nextHop, Optional.empty(), AS_RECEIVED);
  }

  public Family family() {
    return family;
  }

  /**
   * The attributes as a dump of a table has them (RFC 6396 section 4.3.4): of MP_REACH_NLRI the
   * next hop alone, its length before it. AS numbers must have 4 octets.
   */
  public byte[] dumped() {
    byte[] hop = mpNextHop;
    if (hop == null) {
      return attributes.clone();
    }
    return new ByteWriter(attributes.length + hop.length + 4)
        .bytes(attributes)
        .u8(AttributeType.OPTIONAL)
        .u8(AttributeType.MP_REACH_NLRI)
        .u8(1 + hop.length)
        .u8(hop.length)
        .bytes(hop)
        .toBytes();
  }

  /** Octets that the attributes take, without MP_REACH_NLRI. */
  public int octets() {
    return attributes.length;
  }

  /** All attributes but MP_REACH_NLRI, ascending by type. */
  byte[] attributes() {
    return attributes;
  }

  byte @Nullable [] mpNextHop() {
    return mpNextHop;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof AttributeBlock other
        && family.equals(other.family)
        && Arrays.equals(attributes, other.attributes)
        && Arrays.equals(mpNextHop, other.mpNextHop);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(attributes) + Arrays.hashCode(mpNextHop) + family.hashCode();
  }
}
