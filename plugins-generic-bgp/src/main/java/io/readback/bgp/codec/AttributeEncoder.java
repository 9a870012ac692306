package io.readback.bgp.codec;

import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.Community;
import io.readback.spi.route.ExtendedCommunity;
import io.readback.spi.route.Ipv6ExtendedCommunity;
import io.readback.spi.route.LargeCommunity;
import io.readback.spi.route.PathAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Path attributes by ascending type, so that equal attributes have equal octets. MP_REACH_NLRI and
 * MP_UNREACH_NLRI are not among them.
 */
final class AttributeEncoder {
  private static final long DEFAULT_LOCAL_PREF = 100;

  private AttributeEncoder() {}

  /**
   * Writes {@code attributes} as they are.
   *
   * @param nextHop the IPv4 address of NEXT_HOP; null where the next hop is in MP_REACH_NLRI
   */
  static byte[] encode(
      UpdateAttributes attributes, @Nullable IpAddress nextHop, boolean fourOctetAs) {
    PathAttributes path = attributes.path();
    ByteWriter out = new ByteWriter(64);
    header(out, AttributeType.WELL_KNOWN, AttributeType.ORIGIN, 1).u8(path.origin().ordinal());
    byte[] asPath = asPath(path.asPath(), fourOctetAs);
    header(out, AttributeType.WELL_KNOWN, AttributeType.AS_PATH, asPath.length).bytes(asPath);
    if (nextHop != null) {
      header(out, AttributeType.WELL_KNOWN, AttributeType.NEXT_HOP, 4).address(nextHop);
    }
    path.med()
        .ifPresent(
            v -> header(out, AttributeType.OPTIONAL, AttributeType.MULTI_EXIT_DISC, 4).u32(v));
    path.localPref()
        .ifPresent(v -> header(out, AttributeType.WELL_KNOWN, AttributeType.LOCAL_PREF, 4).u32(v));
    if (attributes.atomicAggregate()) {
      header(out, AttributeType.WELL_KNOWN, AttributeType.ATOMIC_AGGREGATE, 0);
    }
    attributes.aggregator().ifPresent(a -> aggregator(out, a, fourOctetAs));
    communities(out, path.communities());
    attributes
        .originatorId()
        .ifPresent(
            id -> header(out, AttributeType.OPTIONAL, AttributeType.ORIGINATOR_ID, 4).address(id));
    if (!attributes.clusterList().isEmpty()) {
      header(
          out,
          AttributeType.OPTIONAL,
          AttributeType.CLUSTER_LIST,
          4 * attributes.clusterList().size());
      attributes.clusterList().forEach(out::address);
    }
    others(out, attributes, 0, AttributeType.EXTENDED_COMMUNITIES);
    extendedCommunities(out, path.extendedCommunities());
    others(out, attributes, AttributeType.EXTENDED_COMMUNITIES, AttributeType.AS4_PATH);
    if (!fourOctetAs) {
      as4(out, attributes);
    }
    others(out, attributes, AttributeType.AS4_PATH, AttributeType.IPV6_EXTENDED_COMMUNITIES);
    ipv6ExtendedCommunities(out, path.ipv6ExtendedCommunities());
    others(
        out, attributes, AttributeType.IPV6_EXTENDED_COMMUNITIES, AttributeType.LARGE_COMMUNITIES);
    largeCommunities(out, path.largeCommunities());
    others(out, attributes, AttributeType.LARGE_COMMUNITIES, 256);
    return out.toBytes();
  }

  private static ByteWriter header(ByteWriter out, int flags, int type, int length) {
    return length > 255
        ? out.u8(flags | AttributeType.EXTENDED_LENGTH).u8(type).u16(length)
        : out.u8(flags).u8(type).u8(length);
  }

  private static void communities(ByteWriter out, List<Community> communities) {
    if (!communities.isEmpty()) {
      header(
          out,
          AttributeType.OPTIONAL_TRANSITIVE,
          AttributeType.COMMUNITIES,
          4 * communities.size());
      communities.forEach(c -> out.u32(c.value()));
    }
  }

  private static void largeCommunities(ByteWriter out, List<LargeCommunity> communities) {
    if (!communities.isEmpty()) {
      header(
          out,
          AttributeType.OPTIONAL_TRANSITIVE,
          AttributeType.LARGE_COMMUNITIES,
          12 * communities.size());
      communities.forEach(c -> out.u32(c.global()).u32(c.local1()).u32(c.local2()));
    }
  }

  private static void extendedCommunities(ByteWriter out, List<ExtendedCommunity> communities) {
    if (!communities.isEmpty()) {
      header(
          out,
          AttributeType.OPTIONAL_TRANSITIVE,
          AttributeType.EXTENDED_COMMUNITIES,
          8 * communities.size());
      communities.forEach(c -> out.u32(c.value() >>> 32).u32(c.value() & 0xffffffffL));
    }
  }

  private static void ipv6ExtendedCommunities(
      ByteWriter out, List<Ipv6ExtendedCommunity> communities) {
    if (!communities.isEmpty()) {
      header(
          out,
          AttributeType.OPTIONAL_TRANSITIVE,
          AttributeType.IPV6_EXTENDED_COMMUNITIES,
          20 * communities.size());
      communities.forEach(c -> out.u16(c.type()).address(c.address()).u16(c.local()));
    }
  }

  private static void aggregator(
      ByteWriter out, UpdateAttributes.Aggregator aggregator, boolean fourOctetAs) {
    int length = fourOctetAs ? 8 : 6;
    header(out, AttributeType.OPTIONAL_TRANSITIVE, AttributeType.AGGREGATOR, length);
    asn(out, aggregator.asn(), fourOctetAs);
    out.address(aggregator.address());
  }

  /** RFC 6793 section 4.2.2: what the 2-octet forms could not say. */
  private static void as4(ByteWriter out, UpdateAttributes attributes) {
    AsPath path = attributes.path().asPath();
    if (path.segments().stream().anyMatch(s -> s.asns().stream().anyMatch(a -> a > 0xffff))) {
      byte[] value = asPath(path, true);
      header(out, AttributeType.OPTIONAL_TRANSITIVE, AttributeType.AS4_PATH, value.length)
          .bytes(value);
    }
    attributes
        .aggregator()
        .filter(a -> a.asn() > 0xffff)
        .ifPresent(
            a ->
                header(out, AttributeType.OPTIONAL_TRANSITIVE, AttributeType.AS4_AGGREGATOR, 8)
                    .u32(a.asn())
                    .address(a.address()));
  }

  /** The uninterpreted attributes of a type from {@code from} up to but without {@code to}. */
  private static void others(ByteWriter out, UpdateAttributes attributes, int from, int to) {
    for (UpdateAttributes.Raw raw : attributes.others()) {
      if (raw.type() >= from && raw.type() < to) {
        header(out, raw.flags(), raw.type(), raw.value().length()).octets(raw.value());
      }
    }
  }

  private static void asn(ByteWriter out, long asn, boolean fourOctetAs) {
    if (fourOctetAs) {
      out.u32(asn);
    } else {
      out.u16(asn > 0xffff ? Open.AS_TRANS : (int) asn);
    }
  }

  private static byte[] asPath(AsPath path, boolean fourOctetAs) {
    ByteWriter out = new ByteWriter(16);
    for (AsPath.Segment segment : path.segments()) {
      List<Long> asns = segment.asns();
      for (int from = 0; from < asns.size(); from += AsPathDecoder.MAX_SEGMENT) {
        List<Long> part =
            asns.subList(from, Math.min(asns.size(), from + AsPathDecoder.MAX_SEGMENT));
        out.u8(segment.set() ? AsPathDecoder.AS_SET : AsPathDecoder.AS_SEQUENCE).u8(part.size());
        part.forEach(a -> asn(out, a, fourOctetAs));
      }
    }
    return out.toBytes();
  }

  /**
   * What of {@code attributes} goes to a peer (RFC 4271 sections 5.1.2, 5.1.5): to an external one
   * our AS number goes before the path and LOCAL_PREF stays here; to an internal one LOCAL_PREF
   * goes along, 100 where none is set.
   */
  static PathAttributes outbound(PathAttributes attributes, CodecContext context) {
    PathAttributes.Builder out = attributes.toBuilder();
    if (context.ebgp()) {
      return out.localPref(Optional.empty())
          .asPath(prepend(context.localAs(), attributes.asPath()))
          .build();
    }
    return out.localPref(attributes.localPref().orElse(DEFAULT_LOCAL_PREF)).build();
  }

  /** What our role asks for on routes of our own (RFC 9234 section 5, egress). */
  static List<UpdateAttributes.Raw> onlyToCustomer(CodecContext context) {
    boolean goes =
        context.ebgp()
            && context
                .role()
                .map(
                    role ->
                        switch (role) {
                          case PROVIDER, PEER, ROUTE_SERVER -> true;
                          case CUSTOMER, ROUTE_SERVER_CLIENT -> false;
                        })
                .orElse(false);
    if (!goes) {
      return List.of();
    }
    ByteWriter value = new ByteWriter(4).u32(context.localAs());
    return List.of(
        new UpdateAttributes.Raw(
            AttributeType.OPTIONAL_TRANSITIVE,
            AttributeType.ONLY_TO_CUSTOMER,
            Octets.of(value.toBytes())));
  }

  private static AsPath prepend(long asn, AsPath path) {
    List<AsPath.Segment> segments = new ArrayList<>(path.segments());
    List<Long> first = new ArrayList<>(List.of(asn));
    if (!segments.isEmpty()
        && !segments.get(0).set()
        && segments.get(0).asns().size() < AsPathDecoder.MAX_SEGMENT) {
      first.addAll(segments.remove(0).asns());
    }
    segments.add(0, new AsPath.Segment(false, first));
    return new AsPath(segments);
  }
}
