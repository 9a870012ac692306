package io.readback.lab.router;

import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** OpenBGPD on a namespace node, without kernel routes. One a node. */
public final class OpenbgpdRouter extends ProcessRouter {
  private static final String BGPD = "/usr/sbin/bgpd";
  private static final String SOCKET = "/run/bgpd.sock";

  private OpenbgpdRouter(LabNode node) {
    super(node);
  }

  public static Builder on(LabNode node, long as, String routerId) {
    return new Builder(node, as, routerId);
  }

  @Override
  public String version() {
    // OpenBGPD 7.7, on standard error
    var said = node.exec(BGPD, "-V").orFail();
    return (said.out() + said.err()).strip();
  }

  /** What bgpctl prints. */
  public String bgpctl(String... words) {
    return node.exec(call(words), "", DEADLINE).orFail().out();
  }

  private static List<String> call(String... words) {
    List<String> call = new ArrayList<>(List.of("bgpctl", "-s", SOCKET));
    call.addAll(List.of(words));
    return call;
  }

  private JsonNode bgpctlJson(String... words) {
    List<String> call = new ArrayList<>(List.of("-j"));
    call.addAll(List.of(words));
    return Json.parse("bgpctl " + String.join(" ", words), bgpctl(call.toArray(String[]::new)));
  }

  private JsonNode neighbor(String neighbor) {
    return bgpctlJson("show", "neighbor", neighbor).path("neighbors").path(0);
  }

  @Override
  public boolean isEstablished(String neighbor) {
    return neighbor(neighbor).path("state").asString("").equals("Established");
  }

  /** Counts all families together: OpenBGPD does not tell them apart. */
  @Override
  public int routeCount(String neighbor, BgpPeer.Family family) {
    return neighbor(neighbor).path("stats").path("prefixes").path("received").asInt(0);
  }

  @Override
  public List<HeldRoute> paths(String neighbor, String prefix) {
    List<HeldRoute> paths = new ArrayList<>();
    JsonNode rib = bgpctlJson("show", "rib", "in", "detail", "neighbor", neighbor);
    for (JsonNode path : rib.path("rib")) {
      if (path.path("prefix").asString("").equals(prefix)) {
        paths.add(
            new HeldRoute(
                prefix,
                path.path("exit_nexthop").asString(""),
                path.path("aspath").asString(""),
                Json.number(path.path("localpref")),
                Json.number(path.path("metric")),
                Json.texts(path.path("communities")),
                Json.texts(path.path("large_communities")),
                HeldRoute.targets(path.path("extended_communities").toString()),
                HeldRoute.bandwidths(path.path("extended_communities").toString())));
      }
    }
    return paths;
  }

  @Override
  public long announcementsReceived(String neighbor) {
    return neighbor(neighbor)
        .path("stats")
        .path("update")
        .path("received")
        .path("updates")
        .asLong(0);
  }

  @Override
  public boolean hasAgreed(String neighbor, Feature feature) {
    return switch (feature) {
      case EXTENDED_MESSAGES -> false;
      // it has met both markers of a refresh
      case ENHANCED_REFRESH -> {
        JsonNode received = neighbor(neighbor).path("stats").path("route-refresh").path("received");
        yield received.path("borr").asInt(0) > 0 && received.path("eorr").asInt(0) > 0;
      }
    };
  }

  @Override
  public void refreshIn(String neighbor) {
    bgpctl("neighbor", neighbor, "refresh");
  }

  @Override
  public void shutDown(String neighbor, String message) {
    bgpctl("neighbor", neighbor, "down", message);
  }

  @Override
  public void bringUp(String neighbor) {
    bgpctl("neighbor", neighbor, "up");
  }

  @Override
  public String describe(String neighbor) {
    return bgpctl("show", "neighbor", neighbor);
  }

  /** Holds the session engine, a child of the process that was started, and that process too. */
  @Override
  public void pause() {
    signalAll("STOP");
  }

  @Override
  public void resume() {
    signalAll("CONT");
    process().signal("CONT");
  }

  private void signalAll(String signal) {
    node.exec("pkill", "-" + signal, "-x", "bgpd").orFail();
  }

  @Override
  public void crash() {
    signalAll("KILL");
    process().awaitExit(DEADLINE);
  }

  private static String config(LabNode node) {
    return node.dir().resolve("bgpd.conf").toString();
  }

  @Override
  LabProcess run() {
    node.exec("rm", "-f", SOCKET).orFail();
    LabProcess bgpd = node.start("bgpd", BGPD, "-d", "-f", config(node));
    return bgpd.await(
        "answering", DEADLINE, () -> node.exec(call("show", "summary"), "", DEADLINE).ok());
  }

  /** The configuration, from peers and routes. */
  public static final class Builder extends RouterBuilder<Builder> {
    private Builder(LabNode node, long as, String routerId) {
      super(node, as, routerId);
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    public String config() {
      StringBuilder text = new StringBuilder();
      text.append("AS %d%nrouter-id %s%nfib-update no%n".formatted(as, routerId));
      text.append("socket \"%s\"%n".formatted(SOCKET));
      // What peers announce is not passed on; without a kernel table, all next hops are good.
      text.append("nexthop qualify via default\n");
      routes.forEach(route -> text.append("network %s%n".formatted(route)));
      peers.forEach(peer -> text.append(neighbor(peer)));
      text.append("allow from any\n");
      routes.forEach(route -> text.append("allow to any prefix %s%n".formatted(route)));
      return text.append(addedLines()).toString();
    }

    @Override
    public OpenbgpdRouter start() {
      require("OpenBGPD", BGPD);
      node.write(OpenbgpdRouter.config(node), config());
      node.exec("chmod", "0600", OpenbgpdRouter.config(node)).orFail();
      OpenbgpdRouter bgpd = new OpenbgpdRouter(node);
      bgpd.start();
      return bgpd;
    }

    private static String neighbor(BgpPeer peer) {
      StringBuilder text = new StringBuilder();
      text.append("neighbor %s {%n  remote-as %d%n".formatted(peer.neighbor(), peer.remoteAs()));
      text.append("  holdtime %d%n".formatted(peer.holdTime()));
      if (peer.localAddress() != null) {
        text.append("  local-address %s%n".formatted(peer.localAddress()));
      }
      if (peer.remotePort() != 179) {
        text.append("  port %d%n".formatted(peer.remotePort()));
      }
      if (peer.passive()) {
        text.append("  passive\n");
      }
      if (peer.multihop()) {
        text.append("  multihop 64\n");
      }
      if (peer.ttlSecurity()) {
        text.append("  ttl-security yes\n");
      }
      if (peer.role() != null) {
        text.append("  announce policy %s%n".formatted(peer.role()));
      }
      if (peer.twoOctetAs()) {
        text.append("  announce as-4byte no\n");
      }
      if (peer.addPath()) {
        text.append("  announce add-path recv yes\n");
      }
      if (peer.prefixLimit() > 0) {
        text.append("  max-prefix %d%n".formatted(peer.prefixLimit()));
      }
      text.append("  announce enhanced refresh yes\n");
      for (BgpPeer.Family family : BgpPeer.Family.values()) {
        text.append(
            "  announce %s %s%n"
                .formatted(
                    family == BgpPeer.Family.IPV4 ? "IPv4" : "IPv6",
                    peer.families().contains(family) ? "unicast" : "none"));
      }
      return text.append("}\n").toString();
    }
  }
}
