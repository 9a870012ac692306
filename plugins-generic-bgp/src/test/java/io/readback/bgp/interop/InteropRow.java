package io.readback.bgp.interop;

import java.util.List;

/** A line of the matrix: what it says, and the sessions it needs. */
enum InteropRow {
  EBGP_IPV4_DIAL("eBGP over IPv4, we connect", InteropLink.EBGP_IPV4_DIAL),
  EBGP_IPV4_LISTEN("eBGP over IPv4, the router connects", InteropLink.EBGP_IPV4_LISTEN),
  IBGP_IPV4_DIAL("iBGP over IPv4, we connect", InteropLink.IBGP_IPV4_DIAL),
  IBGP_IPV4_LISTEN("iBGP over IPv4, the router connects", InteropLink.IBGP_IPV4_LISTEN),
  EBGP_IPV6_DIAL("eBGP over IPv6, we connect", InteropLink.EBGP_IPV6_DIAL),
  EBGP_IPV6_LISTEN("eBGP over IPv6, the router connects", InteropLink.EBGP_IPV6_LISTEN),
  IBGP_IPV6_DIAL("iBGP over IPv6, we connect", InteropLink.IBGP_IPV6_DIAL),
  IBGP_IPV6_LISTEN("iBGP over IPv6, the router connects", InteropLink.IBGP_IPV6_LISTEN),
  COLLISION("Both connect at once (RFC 4271 section 6.8)", InteropLink.COLLISION),
  FOUR_OCTET_AS("AS number above 65535 (RFC 6793)", InteropLink.FOUR_OCTET_AS),
  TWO_OCTET_AS("Router with 2-octet AS numbers (RFC 6793)", InteropLink.TWO_OCTET_AS),
  LOCAL_AS("Another AS number of ours for one session", InteropLink.LOCAL_AS),
  EXTENDED_NEXT_HOP("IPv4 routes with an IPv6 next hop (RFC 8950)", InteropLink.EXTENDED_NEXT_HOP),
  NO_EXTENDED_NEXT_HOP(
      "IPv4 routes on an IPv6 session without RFC 8950: kept back, the others stand",
      InteropLink.NO_EXTENDED_NEXT_HOP),
  COMMUNITIES("MED, communities (RFC 1997)", InteropLink.EBGP_IPV4_DIAL),
  LARGE_COMMUNITIES("Large communities (RFC 8092)", InteropLink.EBGP_IPV4_DIAL),
  EXTENDED_COMMUNITIES("Extended communities (RFC 4360)", InteropLink.EBGP_IPV4_DIAL),
  MD5_DIAL("TCP MD5 (RFC 2385), we connect", InteropLink.MD5_DIAL),
  MD5_LISTEN("TCP MD5, the router connects", InteropLink.MD5_LISTEN),
  MD5_WRONG("TCP MD5, wrong password: no session, and the reason", InteropLink.MD5_WRONG),
  TTL_SECURITY("TTL security (RFC 5082)", InteropLink.TTL_SECURITY),
  ROLE("Roles that fit (RFC 9234)", InteropLink.ROLE),
  ROLE_MISMATCH("Roles that do not fit: refused", InteropLink.ROLE_MISMATCH),
  REFRESH("Route refresh (RFC 2918)", InteropLink.EBGP_IPV4_DIAL),
  ENHANCED_REFRESH("Enhanced route refresh (RFC 7313)", InteropLink.EBGP_IPV4_DIAL),
  EXTENDED_MESSAGES("Extended messages (RFC 8654)", InteropLink.BULK),
  BULK("100,000 routes announced and withdrawn", InteropLink.BULK),
  HOLD_TIMER("Router stalls: hold timer of 3 s, and a new session", InteropLink.HOLD),
  THEIR_SHUTDOWN("Router's shutdown message shown (RFC 9003)", InteropLink.GOODBYE),
  GRACEFUL_RESTART("We restart gracefully: routes stay (RFC 4724)", InteropLink.GRACEFUL_RESTART),
  OUR_SHUTDOWN("Our shutdown reaches the router", InteropLink.GOODBYE),
  ROUTER_RESTARTS("Router ends in order and returns", InteropLink.EBGP_IPV4_DIAL),
  ROUTER_CRASHES("Router is killed and returns", InteropLink.EBGP_IPV4_DIAL);

  private final String title;
  private final List<InteropLink> links;

  InteropRow(String title, InteropLink... links) {
    this.title = title;
    this.links = List.of(links);
  }

  String title() {
    return title;
  }

  List<InteropLink> links() {
    return links;
  }
}
