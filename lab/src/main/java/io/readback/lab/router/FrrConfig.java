package io.readback.lab.router;

/**
 * Writes the {@code frr.conf} of a router that accepts everything and announces its own prefixes
 * only.
 */
public final class FrrConfig extends RouterConfig<FrrConfig> {
  private FrrConfig(long as, String routerId) {
    super(as, routerId);
  }

  public static FrrConfig of(long as, String routerId) {
    return new FrrConfig(as, routerId);
  }

  @Override
  FrrConfig self() {
    return this;
  }

  @Override
  public String config() {
    StringBuilder text = new StringBuilder();
    text.append("router bgp %d%n bgp router-id %s%n".formatted(as, routerId));
    text.append(" no bgp ebgp-requires-policy\n no bgp network import-check\n");
    text.append(" no bgp default ipv4-unicast\n");
    peers.stream()
        .mapToInt(BgpPeer::longLivedTime)
        .max()
        .ifPresent(
            time -> {
              // for all peers: FRR knows no other way
              if (time > 0) {
                text.append(" bgp long-lived-graceful-restart stale-time %d%n".formatted(time));
              }
            });
    text.append(addedLines());
    peers.forEach(peer -> text.append(neighbor(peer)));
    for (BgpPeer.Family family : BgpPeer.Family.values()) {
      text.append(" address-family %s unicast%n".formatted(family.word()));
      routes(family).forEach(r -> text.append("  network %s%n".formatted(r)));
      peers.stream()
          .filter(p -> p.families().contains(family))
          .forEach(p -> text.append(activation(p)));
      text.append(" exit-address-family\n");
    }
    text.append("exit\n");
    // What peers announce is not passed on.
    for (String route : routes) {
      boolean ipv6 = BgpPeer.Family.of(route) == BgpPeer.Family.IPV6;
      text.append(
          "%s prefix-list %s permit %s%n"
              .formatted(ipv6 ? "ipv6" : "ip", ipv6 ? "OWN6" : "OWN4", route));
    }
    text.append("route-map OWN permit 10\n match ip address prefix-list OWN4\nexit\n");
    text.append("route-map OWN permit 20\n match ipv6 address prefix-list OWN6\nexit\n");
    return text.toString();
  }

  private static String activation(BgpPeer peer) {
    String name = "  neighbor " + peer.neighbor() + " ";
    return name
        + "activate\n"
        + name
        + "route-map OWN out\n"
        + (peer.prefixLimit() > 0
            ? name + "maximum-prefix %d%n".formatted(peer.prefixLimit())
            : "");
  }

  private static String neighbor(BgpPeer peer) {
    String name = " neighbor " + peer.neighbor() + " ";
    StringBuilder text = new StringBuilder();
    text.append(name).append("remote-as ").append(peer.remoteAs()).append('\n');
    text.append(name).append("timers connect 1\n");
    text.append(name)
        .append("timers %d %d%n".formatted(Math.max(1, peer.holdTime() / 3), peer.holdTime()));
    if (peer.remotePort() != 179) {
      text.append(name).append("port ").append(peer.remotePort()).append('\n');
    }
    if (peer.localAddress() != null) {
      text.append(name).append("update-source ").append(peer.localAddress()).append('\n');
    }
    if (peer.passive()) {
      text.append(name).append("passive\n");
    }
    if (peer.multihop()) {
      text.append(name).append("ebgp-multihop\n");
    }
    if (peer.extendedNextHop()) {
      text.append(name).append("capability extended-nexthop\n");
    }
    if (peer.bfd()) {
      text.append(name).append("bfd\n");
    }
    if (peer.password() != null) {
      text.append(name).append("password ").append(peer.password()).append('\n');
    }
    if (peer.ttlSecurity()) {
      text.append(name).append("ttl-security hops 1\n");
    }
    if (peer.role() != null) {
      text.append(name).append("local-role ").append(peer.role()).append('\n');
    }
    if (peer.twoOctetAs()) {
      // FRR has no switch for this capability alone.
      text.append(name).append("dont-capability-negotiate\n");
    }
    if (peer.restartTime() > 0) {
      text.append(name).append("graceful-restart\n");
    }
    return text.toString();
  }
}
