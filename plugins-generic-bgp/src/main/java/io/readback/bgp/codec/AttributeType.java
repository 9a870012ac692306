package io.readback.bgp.codec;

/**
 * Path attribute types and the flags each must have, also of those that are carried and not
 * interpreted.
 */
final class AttributeType {
  static final int ORIGIN = 1;
  static final int AS_PATH = 2;
  static final int NEXT_HOP = 3;
  static final int MULTI_EXIT_DISC = 4;
  static final int LOCAL_PREF = 5;
  static final int ATOMIC_AGGREGATE = 6;
  static final int AGGREGATOR = 7;
  static final int COMMUNITIES = 8;
  static final int ORIGINATOR_ID = 9;
  static final int CLUSTER_LIST = 10;
  static final int MP_REACH_NLRI = 14;
  static final int MP_UNREACH_NLRI = 15;
  static final int EXTENDED_COMMUNITIES = 16;
  static final int AS4_PATH = 17;
  static final int AS4_AGGREGATOR = 18;
  static final int PMSI_TUNNEL = 22;
  static final int TUNNEL_ENCAPSULATION = 23;
  static final int TRAFFIC_ENGINEERING = 24;
  static final int IPV6_EXTENDED_COMMUNITIES = 25;
  static final int AIGP = 26;
  static final int PE_DISTINGUISHER_LABELS = 27;
  static final int LINK_STATE = 29;
  static final int LARGE_COMMUNITIES = 32;
  static final int BGPSEC_PATH = 33;
  static final int ONLY_TO_CUSTOMER = 35;
  static final int PREFIX_SID = 40;
  static final int ATTR_SET = 128;

  static final int OPTIONAL = 0x80;
  static final int TRANSITIVE = 0x40;
  static final int PARTIAL = 0x20;
  static final int EXTENDED_LENGTH = 0x10;

  static final int WELL_KNOWN = TRANSITIVE;
  static final int OPTIONAL_TRANSITIVE = OPTIONAL | TRANSITIVE;

  private AttributeType() {}

  /** The Optional and Transitive bits a known type must have; -1 for an unknown type. */
  static int flags(int type) {
    return switch (type) {
      case ORIGIN, AS_PATH, NEXT_HOP, LOCAL_PREF, ATOMIC_AGGREGATE -> WELL_KNOWN;
      case MULTI_EXIT_DISC,
          ORIGINATOR_ID,
          CLUSTER_LIST,
          MP_REACH_NLRI,
          MP_UNREACH_NLRI,
          TRAFFIC_ENGINEERING,
          AIGP,
          LINK_STATE,
          BGPSEC_PATH ->
          OPTIONAL;
      case AGGREGATOR,
          COMMUNITIES,
          EXTENDED_COMMUNITIES,
          AS4_PATH,
          AS4_AGGREGATOR,
          PMSI_TUNNEL,
          TUNNEL_ENCAPSULATION,
          IPV6_EXTENDED_COMMUNITIES,
          PE_DISTINGUISHER_LABELS,
          LARGE_COMMUNITIES,
          ONLY_TO_CUSTOMER,
          PREFIX_SID,
          ATTR_SET ->
          OPTIONAL_TRANSITIVE;
      default -> -1;
    };
  }

  /** The name in the registry, or the number. */
  static String name(int type) {
    return switch (type) {
      case ORIGIN -> "ORIGIN";
      case AS_PATH -> "AS_PATH";
      case NEXT_HOP -> "NEXT_HOP";
      case MULTI_EXIT_DISC -> "MULTI_EXIT_DISC";
      case LOCAL_PREF -> "LOCAL_PREF";
      case ATOMIC_AGGREGATE -> "ATOMIC_AGGREGATE";
      case AGGREGATOR -> "AGGREGATOR";
      case COMMUNITIES -> "COMMUNITIES";
      case ORIGINATOR_ID -> "ORIGINATOR_ID";
      case CLUSTER_LIST -> "CLUSTER_LIST";
      case MP_REACH_NLRI -> "MP_REACH_NLRI";
      case MP_UNREACH_NLRI -> "MP_UNREACH_NLRI";
      case EXTENDED_COMMUNITIES -> "EXTENDED COMMUNITIES";
      case AS4_PATH -> "AS4_PATH";
      case AS4_AGGREGATOR -> "AS4_AGGREGATOR";
      case IPV6_EXTENDED_COMMUNITIES -> "IPv6 EXTENDED COMMUNITIES";
      case PMSI_TUNNEL -> "PMSI_TUNNEL";
      case TUNNEL_ENCAPSULATION -> "Tunnel Encapsulation";
      case TRAFFIC_ENGINEERING -> "Traffic Engineering";
      case AIGP -> "AIGP";
      case PE_DISTINGUISHER_LABELS -> "PE Distinguisher Labels";
      case LINK_STATE -> "BGP-LS Attribute";
      case BGPSEC_PATH -> "BGPsec_Path";
      case PREFIX_SID -> "BGP Prefix-SID";
      case ATTR_SET -> "ATTR_SET";
      case LARGE_COMMUNITIES -> "LARGE_COMMUNITY";
      case ONLY_TO_CUSTOMER -> "ONLY_TO_CUSTOMER";
      default -> "attribute " + type;
    };
  }
}
