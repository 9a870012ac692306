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
  DELAY_OPEN("We wait for the router's OPEN before ours (DelayOpen)", InteropLink.DELAY_OPEN),
  HOLD_ZERO("Hold time 0: no keepalives", InteropLink.HOLD_ZERO),
  MULTIHOP("eBGP with multihop at both ends", InteropLink.MULTIHOP),
  RANGE("The router connects from a range of peers", InteropLink.RANGE),
  UNNUMBERED("Unnumbered: an interface instead of an address, both families"),
  WRONG_AS("AS number wrong: no session, and the reason", InteropLink.WRONG_AS),
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
  LINK_BANDWIDTH("Link bandwidth community", InteropLink.EBGP_IPV4_DIAL),
  PREPEND("AS path prepended", InteropLink.EBGP_IPV4_DIAL),
  ADD_PATH("Several paths of a prefix (RFC 7911)", InteropLink.ADD_PATH),
  DRAIN(
      "Drain: graceful shutdown community and least preference (RFC 8326), then withdrawn",
      InteropLink.EBGP_IPV4_DIAL,
      InteropLink.IBGP_IPV4_DIAL),
  MD5_DIAL("TCP MD5 (RFC 2385), we connect", InteropLink.MD5_DIAL),
  MD5_LISTEN("TCP MD5, the router connects", InteropLink.MD5_LISTEN),
  MD5_WRONG("TCP MD5, wrong password: no session, and the reason", InteropLink.MD5_WRONG),
  MD5_IPV6("TCP MD5 over IPv6", InteropLink.MD5_IPV6),
  MD5_RANGE("TCP MD5, the router connects from a range of peers", InteropLink.MD5_RANGE),
  TTL_SECURITY("TTL security (RFC 5082)", InteropLink.TTL_SECURITY),
  TTL_SECURITY_IPV6("TTL security over IPv6", InteropLink.TTL_SECURITY_IPV6),
  ROLE("Roles that fit (RFC 9234)", InteropLink.ROLE),
  ROLE_MISMATCH("Roles that do not fit: refused", InteropLink.ROLE_MISMATCH),
  REFRESH("Route refresh (RFC 2918)", InteropLink.EBGP_IPV4_DIAL),
  ENHANCED_REFRESH("Enhanced route refresh (RFC 7313)", InteropLink.EBGP_IPV4_DIAL),
  EXTENDED_MESSAGES("Extended messages (RFC 8654)", InteropLink.BULK),
  LARGE_UPDATES("100,000 routes in a dozen large messages", InteropLink.BULK),
  BULK("100,000 routes announced and withdrawn", InteropLink.BULK),
  BULK_IPV6("100,000 routes of IPv6", InteropLink.BULK_IPV6),
  HOLD_TIMER("Router stalls: hold timer of 3 s, and a new session", InteropLink.HOLD),
  BFD("BFD (RFC 5881): router stalls, the session ends at once", InteropLink.BFD),
  BFD_MULTIHOP("BFD over several hops (RFC 5883)", InteropLink.BFD_MULTIHOP),
  BFD_OURS("BFD: we stall, the router ends the session at once", InteropLink.BFD_OURS),
  PREFIX_LIMIT("Router's prefix limit reached: shown", InteropLink.PREFIX_LIMIT),
  THEIR_SHUTDOWN("Router's shutdown message shown (RFC 9003)", InteropLink.GOODBYE),
  GRACEFUL_RESTART("We restart gracefully: routes stay (RFC 4724)", InteropLink.GRACEFUL_RESTART),
  GRACEFUL_RESTART_IBGP(
      "We restart gracefully on iBGP over IPv6", InteropLink.GRACEFUL_RESTART_IBGP),
  LONG_LIVED(
      "We stay away: routes outlive the restart time as stale (RFC 9494)", InteropLink.LONG_LIVED),
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
