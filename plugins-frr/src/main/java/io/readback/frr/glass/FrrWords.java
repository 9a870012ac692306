package io.readback.frr.glass;

import io.readback.router.command.RouterWords;

/** Every word that is ever sent to FRR; all of them only show. */
enum FrrWords implements RouterWords {
  SHOW_VERSION("show version"),
  SHOW_BGP("show bgp"),
  SHOW_IPV4_ROUTE("show ip route"),
  SHOW_IPV6_ROUTE("show ipv6 route"),
  SHOW_IPV4_PREFIX_LIST("show ip prefix-list"),
  SHOW_IPV6_PREFIX_LIST("show ipv6 prefix-list"),
  SHOW_ROUTE_MAP("show route-map"),
  SHOW_BFD_PEERS("show bfd peers"),
  VRF("vrf"),
  SHOW_BGP_ALL_SUMMARIES("show bgp vrf all summary"),
  SUMMARY("summary"),
  IPV4_UNICAST("ipv4 unicast"),
  IPV6_UNICAST("ipv6 unicast"),
  PEER_GROUP("peer-group"),
  NEXTHOP("nexthop"),
  LONGER_PREFIXES("longer-prefixes"),
  NEIGHBORS("neighbors"),
  RECEIVED_ROUTES("received-routes"),
  FILTERED_ROUTES("filtered-routes"),
  JSON("json");

  private final String words;

  FrrWords(String words) {
    this.words = words;
  }

  @Override
  public String words() {
    return words;
  }
}
