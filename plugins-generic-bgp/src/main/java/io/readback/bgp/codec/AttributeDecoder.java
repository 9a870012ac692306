package io.readback.bgp.codec;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import io.readback.spi.route.Origin;
import io.readback.spi.route.PathAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Collects the path attributes of one UPDATE, all but MP_REACH_NLRI and MP_UNREACH_NLRI, and judges
 * each as RFC 7606 section 7 and the RFCs of the later attributes say. One instance a message.
 */
final class AttributeDecoder {
  private final byte[] in;
  private final CodecContext context;
  private final PathAttributes.Builder path = PathAttributes.builder();
  private final List<UpdateAttributes.Raw> others = new ArrayList<>();
  private final TreeSet<Integer> discarded = new TreeSet<>();

  private @Nullable AsPath asPath;
  private @Nullable AsPath as4Path;
  private @Nullable IpAddress nextHop;
  private UpdateAttributes.@Nullable Aggregator aggregator;
  private UpdateAttributes.@Nullable Aggregator as4Aggregator;
  private @Nullable IpAddress originatorId;
  private List<IpAddress> clusterList = List.of();
  private boolean atomicAggregate;
  private OptionalLong onlyToCustomer = OptionalLong.empty();
  private @Nullable UpdateFault fault;

  AttributeDecoder(byte[] in, CodecContext context) {
    this.in = in;
    this.context = context;
  }

  /** The strongest fault so far, the first of several that are as strong. */
  @Nullable UpdateFault fault() {
    return fault;
  }

  void fault(UpdateFault found) {
    if (fault == null || found.strongerThan(fault)) {
      fault = found;
    }
  }

  TreeSet<Integer> discarded() {
    return discarded;
  }

  @Nullable AsPath asPath() {
    return asPath;
  }

  @Nullable IpAddress nextHop() {
    return nextHop;
  }

  /** The AS number in ONLY_TO_CUSTOMER, if there is one. */
  OptionalLong onlyToCustomer() {
    return onlyToCustomer;
  }

  /** RFC 7606 section 2: the attribute is dropped, the rest stands. */
  void discard(int type, String reason) {
    discarded.add(type);
    fault(
        new UpdateFault(
            UpdateFault.Treatment.ATTRIBUTE_DISCARD,
            Notification.of(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR),
            AttributeType.name(type) + " discarded: " + reason));
  }

  private void withdraw(ErrorCode error, int type, int start, int end, String reason) {
    fault(
        UpdateFault.withdraw(
            error, attributeData(start, end), AttributeType.name(type) + ": " + reason));
  }

  /** The erroneous attribute (type, length and value), as section 6.3 wants it in the data. */
  Octets attributeData(int start, int end) {
    return Octets.of(in, start, Math.min(end - start, UpdateFault.MAX_DATA));
  }

  /** Whether this type from this peer is dropped whatever it says. */
  private @Nullable String unwelcome(int type) {
    boolean internalOnly =
        type == AttributeType.LOCAL_PREF
            || type == AttributeType.ORIGINATOR_ID
            || type == AttributeType.CLUSTER_LIST;
    if (internalOnly && context.ebgp()) {
      return "not from an external peer (RFC 7606 section 7)";
    }
    boolean oldSpeakerOnly = type == AttributeType.AS4_PATH || type == AttributeType.AS4_AGGREGATOR;
    if (oldSpeakerOnly && context.fourOctetAs()) {
      return "not from a peer with 4-octet AS numbers (RFC 6793 section 4.1)";
    }
    return null;
  }

  /**
   * Takes in one attribute.
   *
   * @param start where its flags octet is
   * @param from where its value begins
   * @param end where its value ends
   */
  void attribute(int flags, int type, int start, int from, int end) {
    int expected = AttributeType.flags(type);
    if (expected < 0) {
      unknown(flags, type, start, from, end);
      return;
    }
    if ((flags & AttributeType.OPTIONAL_TRANSITIVE) != expected) {
      wrongFlags(flags, type, start, end);
      return;
    }
    String unwelcome = unwelcome(type);
    if (unwelcome != null) {
      discard(type, unwelcome);
      return;
    }
    if ((expected & AttributeType.TRANSITIVE) == 0 && !interpreted(type)) {
      if (type == AttributeType.AIGP && !OpaqueAttributes.aigpFits(in, from, end)) {
        discard(type, "malformed (RFC 7311 section 3.2)");
      } else if (type == AttributeType.LINK_STATE
          && !OpaqueAttributes.linkStateFits(in, from, end)) {
        discard(type, "malformed (RFC 9552 section 8.2.2)");
      }
      // As if unrecognised, and not transitive: dropped. AIGP without agreement: RFC 7311 section
      // 3.1
      return;
    }
    if (!lengthFits(type, end - from)) {
      wrongLength(type, start, from, end);
      return;
    }
    value(flags, type, start, from, end);
  }

  private static boolean interpreted(int type) {
    return switch (type) {
      case AttributeType.TRAFFIC_ENGINEERING,
          AttributeType.AIGP,
          AttributeType.LINK_STATE,
          AttributeType.BGPSEC_PATH ->
          false;
      default -> true;
    };
  }

  /**
   * RFC 7606 section 3 (c). That the type itself may be unwelcome asks for less, and the strongest
   * treatment counts.
   */
  private void wrongFlags(int flags, int type, int start, int end) {
    String reason = String.format("flags 0x%02x conflict with the type", flags);
    boolean discarded =
        // RFC 7311 section 3.2, RFC 8669 section 6, RFC 9552 section 8.2.2
        type == AttributeType.AIGP
            || type == AttributeType.PREFIX_SID
            || type == AttributeType.LINK_STATE;
    if (discarded) {
      discard(type, reason);
    } else {
      withdraw(ErrorCode.ATTRIBUTE_FLAGS_ERROR, type, start, end, reason);
    }
  }

  private void unknown(int flags, int type, int start, int from, int end) {
    if ((flags & AttributeType.OPTIONAL) == 0) {
      fault(
          UpdateFault.reset(
              ErrorCode.UNRECOGNIZED_WELL_KNOWN_ATTRIBUTE,
              attributeData(start, end),
              "unrecognised well-known attribute " + type));
    } else if ((flags & AttributeType.TRANSITIVE) != 0) {
      // RFC 4271 section 5: kept for passing on, marked as partial
      raw(flags | AttributeType.PARTIAL, type, from, end);
    }
  }

  private void raw(int flags, int type, int from, int end) {
    others.add(
        new UpdateAttributes.Raw(
            flags & ~AttributeType.EXTENDED_LENGTH, type, Octets.of(in, from, end - from)));
  }

  private boolean lengthFits(int type, int length) {
    return switch (type) {
      case AttributeType.ORIGIN -> length == 1;
      case AttributeType.NEXT_HOP,
          AttributeType.MULTI_EXIT_DISC,
          AttributeType.LOCAL_PREF,
          AttributeType.ORIGINATOR_ID,
          AttributeType.ONLY_TO_CUSTOMER ->
          length == 4;
      case AttributeType.ATOMIC_AGGREGATE -> length == 0;
      case AttributeType.AGGREGATOR -> length == (context.fourOctetAs() ? 8 : 6);
      case AttributeType.AS4_AGGREGATOR -> length == 8;
      case AttributeType.COMMUNITIES, AttributeType.CLUSTER_LIST -> length > 0 && length % 4 == 0;
      case AttributeType.EXTENDED_COMMUNITIES -> length > 0 && length % 8 == 0;
      case AttributeType.IPV6_EXTENDED_COMMUNITIES -> length > 0 && length % 20 == 0;
      case AttributeType.LARGE_COMMUNITIES -> length > 0 && length % 12 == 0;
      // Flags, type and label come before the identifier (RFC 6514 section 5).
      case AttributeType.PMSI_TUNNEL -> length >= OpaqueAttributes.PMSI_HEADER_OCTETS;
      default -> true;
    };
  }

  private void wrongLength(int type, int start, int from, int end) {
    String reason = "cannot have " + (end - from) + " octets";
    switch (type) {
      // RFC 7606 sections 7.6 and 7.7, RFC 6793 section 6
      case AttributeType.ATOMIC_AGGREGATE, AttributeType.AGGREGATOR, AttributeType.AS4_AGGREGATOR ->
          discard(type, reason);
      default -> withdraw(ErrorCode.ATTRIBUTE_LENGTH_ERROR, type, start, end, reason);
    }
  }

  private void value(int flags, int type, int start, int from, int end) {
    switch (type) {
      case AttributeType.ORIGIN -> origin(start, from, end);
      case AttributeType.AS_PATH -> {
        asPath = AsPathDecoder.decode(in, from, end, context.fourOctetAs());
        if (asPath == null) {
          asPath = AsPath.EMPTY;
          withdraw(ErrorCode.MALFORMED_AS_PATH, type, start, end, "malformed");
        }
      }
      case AttributeType.NEXT_HOP -> nextHop = Wire.ipv4(in, from);
      case AttributeType.MULTI_EXIT_DISC -> path.med(Wire.u32(in, from));
      case AttributeType.LOCAL_PREF -> path.localPref(Wire.u32(in, from));
      case AttributeType.ATOMIC_AGGREGATE -> atomicAggregate = true;
      case AttributeType.AGGREGATOR -> {
        aggregator = aggregator(from, context.fourOctetAs());
        if (aggregator == null) {
          discard(type, "AS 0 (RFC 7607)");
        }
      }
      case AttributeType.AS4_AGGREGATOR -> {
        as4Aggregator = aggregator(from, true);
        if (as4Aggregator == null) {
          discard(type, "AS 0 (RFC 7607)");
        }
      }
      case AttributeType.AS4_PATH -> {
        AsPath decoded = AsPathDecoder.decode(in, from, end, true);
        if (decoded == null || decoded.segments().isEmpty()) {
          discard(type, "malformed (RFC 6793 section 6)");
        } else {
          as4Path = decoded;
        }
      }
      case AttributeType.COMMUNITIES -> {
        for (int at = from; at < end; at += 4) {
          path.community(new Community(Wire.i32(in, at)));
        }
      }
      case AttributeType.LARGE_COMMUNITIES -> {
        for (int at = from; at < end; at += 12) {
          path.largeCommunity(
              new LargeCommunity(Wire.u32(in, at), Wire.u32(in, at + 4), Wire.u32(in, at + 8)));
        }
      }
      case AttributeType.EXTENDED_COMMUNITIES -> {
        for (int at = from; at < end; at += 8) {
          path.extendedCommunity(Wire.extendedCommunity(in, at));
        }
      }
      case AttributeType.IPV6_EXTENDED_COMMUNITIES -> {
        for (int at = from; at < end; at += 20) {
          path.ipv6ExtendedCommunity(Wire.ipv6ExtendedCommunity(in, at));
        }
      }
      case AttributeType.ORIGINATOR_ID -> originatorId = Wire.ipv4(in, from);
      case AttributeType.CLUSTER_LIST -> {
        clusterList = new ArrayList<>((end - from) / 4);
        for (int at = from; at < end; at += 4) {
          clusterList.add(Wire.ipv4(in, at));
        }
      }
      case AttributeType.ONLY_TO_CUSTOMER -> {
        onlyToCustomer = OptionalLong.of(Wire.u32(in, from));
        if (Wire.i32(in, from) == 0) {
          withdraw(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, type, start, end, "AS 0");
        }
        raw(flags, type, from, end);
      }
      case AttributeType.PREFIX_SID -> {
        if (OpaqueAttributes.prefixSidFits(in, from, end)) {
          raw(flags, type, from, end);
        } else {
          discard(type, "malformed (RFC 8669 section 6)");
        }
      }
      case AttributeType.TUNNEL_ENCAPSULATION -> {
        if (!OpaqueAttributes.tunnelEncapsulationFits(in, from, end)) {
          withdraw(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, type, start, end, "malformed");
        }
        raw(flags, type, from, end);
      }
      case AttributeType.PMSI_TUNNEL -> {
        if (!OpaqueAttributes.pmsiTunnelFits(in, from, end)) {
          withdraw(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, type, start, end, "malformed");
        }
        raw(flags, type, from, end);
      }
      case AttributeType.PE_DISTINGUISHER_LABELS -> {
        if (!OpaqueAttributes.peDistinguisherLabelsFit(end - from)) {
          withdraw(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, type, start, end, "malformed");
        }
        raw(flags, type, from, end);
      }
      case AttributeType.ATTR_SET -> {
        if (!OpaqueAttributes.attrSetFits(in, from, end)) {
          // RFC 7606 section 7.16
          withdraw(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, type, start, end, "malformed");
        }
        raw(flags, type, from, end);
      }
      default -> raw(flags, type, from, end);
    }
  }

  private void origin(int start, int from, int end) {
    int code = Wire.u8(in, from);
    if (code < Origin.values().length) {
      path.origin(Origin.values()[code]);
    } else {
      withdraw(
          ErrorCode.INVALID_ORIGIN, AttributeType.ORIGIN, start, end, "undefined value " + code);
    }
  }

  private UpdateAttributes.@Nullable Aggregator aggregator(int from, boolean fourOctets) {
    long asn = fourOctets ? Wire.u32(in, from) : Wire.u16(in, from);
    IpAddress address = Wire.ipv4(in, from + (fourOctets ? 4 : 2));
    return asn == 0 ? null : new UpdateAttributes.Aggregator(asn, address);
  }

  /** Joins what an old speaker split (RFC 6793 section 4.2.3), and hands over the result. */
  UpdateAttributes finish() {
    boolean aggregatedByOld = aggregator != null && aggregator.asn() != Open.AS_TRANS;
    if (aggregator != null && as4Aggregator != null && !aggregatedByOld) {
      aggregator = as4Aggregator;
    }
    // An AGGREGATOR of its own next to AS4_AGGREGATOR shows that the AS4 attributes are outdated.
    boolean outdated = aggregatedByOld && as4Aggregator != null;
    if (asPath != null && as4Path != null && !outdated) {
      asPath = AsPathDecoder.merge(asPath, as4Path);
    }
    path.asPath(asPath == null ? AsPath.EMPTY : asPath);
    others.sort(Comparator.comparingInt(UpdateAttributes.Raw::type));
    return new UpdateAttributes(
        path.build(),
        atomicAggregate,
        Optional.ofNullable(aggregator),
        Optional.ofNullable(originatorId),
        clusterList,
        others);
  }
}
