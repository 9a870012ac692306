package io.readback.frr.glass;

import io.readback.router.command.RouterWords;

/** Every word that is ever sent to FRR; all of them only show. */
enum FrrWords implements RouterWords {
  SHOW_VERSION("show version"),
  SHOW_BGP_SUMMARY("show bgp summary"),
  SHOW_BGP_IPV4("show bgp ipv4 unicast"),
  SHOW_BGP_IPV6("show bgp ipv6 unicast"),
  SHOW_IPV4_ROUTE("show ip route"),
  SHOW_IPV6_ROUTE("show ipv6 route"),
  SHOW_BGP_NEIGHBORS("show bgp neighbors"),
  SHOW_BGP_PEER_GROUP("show bgp peer-group"),
  SHOW_BGP_NEXTHOP("show bgp nexthop"),
  SHOW_IPV4_PREFIX_LIST("show ip prefix-list"),
  SHOW_IPV6_PREFIX_LIST("show ipv6 prefix-list"),
  SHOW_ROUTE_MAP("show route-map"),
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
