package io.readback.lab.router;

import io.readback.lab.ExecResult;
import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** GoBGP on a namespace node. It has no kernel routes. One a node. */
public final class GobgpRouter extends ProcessRouter {
  private static final int ESTABLISHED = 6;

  private final List<String> routes;

  private GobgpRouter(LabNode node, List<String> routes) {
    super(node);
    this.routes = List.copyOf(routes);
  }

  public static Builder on(LabNode node, long as, String routerId) {
    return new Builder(node, as, routerId);
  }

  @Override
  public String version() {
    // gobgpd version 3.10.0
    String said = node.exec("/usr/bin/gobgpd", "--version").orFail().out();
    return "GoBGP " + said.strip().replaceAll(".* ", "");
  }

  /** What the gobgp command prints. */
  public String gobgp(String... words) {
    List<String> call = new ArrayList<>(List.of("gobgp"));
    call.addAll(List.of(words));
    return node.exec(call, "", DEADLINE).orFail().out();
  }

  /** The document that the gobgp command prints with {@code -j}. */
  public JsonNode gobgpJson(String... words) {
    List<String> call = new ArrayList<>(List.of(words));
    call.add("-j");
    String text = gobgp(call.toArray(String[]::new));
    return Json.parse("gobgp " + String.join(" ", call), text);
  }

  @Override
  public boolean isEstablished(String neighbor) {
    return gobgpJson("neighbor", neighbor).path("state").path("session_state").asInt(0)
        == ESTABLISHED;
  }

  /** How many destinations of a family GoBGP's table holds. */
  public int routeCount(BgpPeer.Family family) {
    for (String word : gobgp("global", "rib", "summary", "-a", family.word()).split(",|\n")) {
      if (word.strip().startsWith("Destination:")) {
        return Integer.parseInt(word.replaceAll("[^0-9]", ""));
      }
    }
    throw new LabException("gobgp gives no summary of its table");
  }

  /** The table of a family, as GoBGP prints it: prefix to paths. */
  public JsonNode routes(BgpPeer.Family family) {
    return gobgpJson("global", "rib", "-a", family.word());
  }

  /** Announces a prefix to every peer of its family. */
  public void announce(String prefix, String nextHop) {
    gobgp("global", "rib", "add", "-a", familyOf(prefix), prefix, "nexthop", nextHop);
  }

  public void withdraw(String prefix) {
    gobgp("global", "rib", "del", "-a", familyOf(prefix), prefix);
  }

  @Override
  public int routeCount(String neighbor, BgpPeer.Family family) {
    int afi = family == BgpPeer.Family.IPV4 ? 1 : 2;
    for (JsonNode each : gobgpJson("neighbor", neighbor).path("afi_safis")) {
      if (each.path("config").path("family").path("afi").asInt(0) == afi) {
        return each.path("state").path("received").asInt(0);
      }
    }
    return 0;
  }

  @Override
  public List<HeldRoute> paths(String neighbor, String prefix) {
    List<String> call =
        List.of("gobgp", "neighbor", neighbor, "adj-in", prefix, "-a", familyOf(prefix), "-j");
    ExecResult said = node.exec(call, "", DEADLINE);
    // it calls a prefix that is not there an error, as it does a family that is not
    if (!said.ok() || !said.out().startsWith("{")) {
      return List.of();
    }
    List<HeldRoute> paths = new ArrayList<>();
    Json.parse("gobgp adj-in", said.out())
        .path(prefix)
        .forEach(path -> paths.add(GobgpRoute.of(prefix, path)));
    return paths;
  }

  @Override
  public long announcementsReceived(String neighbor) {
    return gobgpJson("neighbor", neighbor)
        .path("state")
        .path("messages")
        .path("received")
        .path("update")
        .asLong(0);
  }

  @Override
  public boolean hasAgreed(String neighbor, Feature feature) {
    String name =
        switch (feature) {
          case EXTENDED_MESSAGES -> "extended-message";
          case ENHANCED_REFRESH -> "enhanced-route-refresh";
        };
    return describe(neighbor)
        .lines()
        .anyMatch(l -> l.contains(name + ":") && l.contains("advertised and received"));
  }

  @Override
  public String describe(String neighbor) {
    return gobgp("neighbor", neighbor);
  }

  @Override
  public void shutDown(String neighbor, String message) {
    gobgp("neighbor", neighbor, "shutdown", "--reason", message);
  }

  @Override
  public void bringUp(String neighbor) {
    gobgp("neighbor", neighbor, "enable");
  }

  @Override
  public void refreshIn(String neighbor) {
    gobgp("neighbor", neighbor, "softresetin");
  }

  /** Closes the session and opens it again. */
  public void reset(String neighbor) {
    gobgp("neighbor", neighbor, "reset");
  }

  @Override
  LabProcess run() {
    LabProcess gobgpd =
        node.start(
            "gobgpd",
            "/usr/bin/gobgpd",
            "-f",
            config(node),
            "--api-hosts",
            "127.0.0.1:50051",
            "--pprof-disable");
    gobgpd.await("answering", DEADLINE, () -> node.exec("gobgp", "global").ok());
    for (String route : routes) {
      boolean ipv6 = route.indexOf(':') >= 0;
      announce(route, ipv6 ? "::" : "0.0.0.0");
    }
    return gobgpd;
  }

  private static String config(LabNode node) {
    return node.dir().resolve("gobgpd.toml").toString();
  }

  private static String familyOf(String prefix) {
    return BgpPeer.Family.of(prefix).word();
  }

  /** The configuration, from peers, or with lines of one's own. */
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
      text.append("[global.config]\nas = %d\nrouter-id = \"%s\"\n".formatted(as, routerId));
      if (!routes.isEmpty()) {
        text.append(exportPolicy());
      }
      peers.forEach(peer -> text.append(neighbor(peer)));
      return text.append(addedLines()).toString();
    }

    @Override
    public GobgpRouter start() {
      require("GoBGP", "/usr/bin/gobgpd");
      node.write(GobgpRouter.config(node), config());
      GobgpRouter gobgp = new GobgpRouter(node, routes);
      gobgp.start();
      return gobgp;
    }

    /** What peers announce is not passed on. */
    private String exportPolicy() {
      StringBuilder text = new StringBuilder();
      text.append("[global.apply-policy.config]\n");
      text.append("export-policy-list = [\"own\"]\ndefault-export-policy = \"reject-route\"\n");
      for (BgpPeer.Family family : BgpPeer.Family.values()) {
        text.append("[[defined-sets.prefix-sets]]\n");
        text.append("prefix-set-name = \"own-%s\"\n".formatted(family.word()));
        routes(family)
            .forEach(
                r ->
                    text.append(
                        "[[defined-sets.prefix-sets.prefix-list]]\nip-prefix = \"%s\"\n"
                            .formatted(r)));
      }
      text.append("[[policy-definitions]]\nname = \"own\"\n");
      for (BgpPeer.Family family : BgpPeer.Family.values()) {
        text.append("[[policy-definitions.statements]]\nname = \"%s\"\n".formatted(family.word()));
        text.append("[policy-definitions.statements.conditions.match-prefix-set]\n");
        text.append(
            "prefix-set = \"own-%s\"\nmatch-set-options = \"any\"\n".formatted(family.word()));
        text.append(
            "[policy-definitions.statements.actions]\nroute-disposition = \"accept-route\"\n");
      }
      return text.toString();
    }

    private static String neighbor(BgpPeer peer) {
      StringBuilder text = new StringBuilder();
      text.append("[[neighbors]]\n[neighbors.config]\n");
      text.append(
          "neighbor-address = \"%s\"\npeer-as = %d\n".formatted(peer.neighbor(), peer.remoteAs()));
      if (peer.password() != null) {
        text.append("auth-password = \"%s\"\n".formatted(peer.password()));
      }
      text.append("[neighbors.transport.config]\n");
      text.append(
          "passive-mode = %b\nremote-port = %d\n".formatted(peer.passive(), peer.remotePort()));
      if (peer.localAddress() != null) {
        text.append("local-address = \"%s\"\n".formatted(peer.localAddress()));
      }
      text.append(
          "[neighbors.timers.config]\nhold-time = %d\nkeepalive-interval = %d\nconnect-retry = 1\nidle-hold-time-after-reset = 1\n"
              .formatted(peer.holdTime(), Math.max(1, peer.holdTime() / 3)));
      if (peer.multihop()) {
        text.append("[neighbors.ebgp-multihop.config]\nenabled = true\nmultihop-ttl = 64\n");
      }
      if (peer.ttlSecurity()) {
        text.append("[neighbors.ttl-security.config]\nenabled = true\nttl-min = 255\n");
      }
      if (peer.restartTime() > 0) {
        text.append(
            "[neighbors.graceful-restart.config]\nenabled = true\nrestart-time = %d\n"
                .formatted(peer.restartTime()));
        text.append("long-lived-enabled = %b\n".formatted(peer.longLivedTime() > 0));
      }
      for (BgpPeer.Family family : peer.families()) {
        text.append(
            "[[neighbors.afi-safis]]\n[neighbors.afi-safis.config]\nafi-safi-name = \"%s-unicast\"\n"
                .formatted(family.word()));
        if (peer.restartTime() > 0) {
          text.append("[neighbors.afi-safis.mp-graceful-restart.config]\nenabled = true\n");
        }
        if (peer.longLivedTime() > 0) {
          text.append(
              "[neighbors.afi-safis.long-lived-graceful-restart.config]\nenabled = true\nrestart-time = %d\n"
                  .formatted(peer.longLivedTime()));
        }
        if (peer.addPath()) {
          text.append("[neighbors.afi-safis.add-paths.config]\nreceive = true\n");
        }
        if (peer.prefixLimit() > 0) {
          text.append(
              "[neighbors.afi-safis.prefix-limit.config]\nmax-prefixes = %d\n"
                  .formatted(peer.prefixLimit()));
        }
      }
      return text.toString();
    }
  }
}
