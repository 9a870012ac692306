package io.readback.lab.router;

import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** BIRD on a namespace node. One a node. */
public final class BirdRouter extends ProcessRouter {
  private static final String CONFIG = "/run/bird/bird.conf";
  private static final String BFD =
      """
      protocol bfd {
        interface "eth0" { interval 200 ms; multiplier 3; };
        multihop { interval 200 ms; multiplier 3; };
      }
      """;
  private static final String CONTROL = "/run/bird/bird.ctl";
  private static final Pattern STATE = Pattern.compile("BGP state: +(\\S+)");
  private static final Pattern UPDATES = Pattern.compile("Import updates: +(\\d+)");
  private static final Pattern COUNT = Pattern.compile("(?m)^(?:\\d+-)?\\s*(\\d+) of \\d+ routes");

  private final List<BgpPeer> peers;

  private BirdRouter(LabNode node, List<BgpPeer> peers) {
    super(node);
    this.peers = List.copyOf(peers);
  }

  public static Builder on(LabNode node, long as, String routerId) {
    return new Builder(node, as, routerId);
  }

  @Override
  public String version() {
    return birdc("show", "status").lines().findFirst().orElse("");
  }

  /** BIRD's control socket, as this machine sees it. */
  public Path control() {
    return node.seen(CONTROL);
  }

  /** What a command of BIRD's own command line prints, without the banner. */
  public String birdc(String... words) {
    List<String> call = new ArrayList<>(List.of("birdc", "-s", CONTROL));
    call.addAll(List.of(words));
    String said = node.exec(call, "", DEADLINE).orFail().out();
    return said.substring(said.indexOf('\n') + 1);
  }

  /** The session's state in BIRD's words: {@code Established}, {@code Active}, {@code Down}. */
  public String peerState(String neighbor) {
    Matcher m = STATE.matcher(birdc("show", "protocols", "all", protocol(neighbor)));
    return m.find() ? m.group(1) : "";
  }

  @Override
  public boolean isEstablished(String neighbor) {
    return peerState(neighbor).equals("Established");
  }

  @Override
  public int routeCount(String neighbor, BgpPeer.Family family) {
    String said =
        birdc("show", "route", "protocol", protocol(neighbor), "table", table(family), "count");
    Matcher m = COUNT.matcher(said);
    if (!m.find()) {
      throw new LabException("BIRD counts no routes: " + said);
    }
    return Integer.parseInt(m.group(1));
  }

  /** The routes of a family that BIRD holds from a neighbour, with all attributes. */
  public List<BirdRoute> routes(String neighbor, BgpPeer.Family family) {
    return BirdRoute.parse(
        birdc("show", "route", "all", "protocol", protocol(neighbor), "table", table(family)));
  }

  @Override
  public List<HeldRoute> paths(String neighbor, String prefix) {
    return routes(neighbor, BgpPeer.Family.of(prefix)).stream()
        .filter(r -> r.prefix().equals(prefix))
        .map(BirdRoute::held)
        .toList();
  }

  @Override
  public long announcementsReceived(String neighbor) {
    Matcher m = UPDATES.matcher(describe(neighbor));
    return m.find() ? Long.parseLong(m.group(1)) : 0;
  }

  @Override
  public boolean hasAgreed(String neighbor, Feature feature) {
    String name =
        switch (feature) {
          case EXTENDED_MESSAGES -> "Extended message";
          case ENHANCED_REFRESH -> "Enhanced refresh";
        };
    // once among its own capabilities, once among the neighbour's
    return describe(neighbor).split(name, -1).length == 3;
  }

  @Override
  public String describe(String neighbor) {
    return birdc("show", "protocols", "all", protocol(neighbor));
  }

  @Override
  public void shutDown(String neighbor, String message) {
    birdc("disable", protocol(neighbor), "\"" + message + "\"");
  }

  @Override
  public void bringUp(String neighbor) {
    birdc("enable", protocol(neighbor));
  }

  @Override
  public void refreshIn(String neighbor) {
    birdc("reload", "in", protocol(neighbor));
  }

  /** Closes the session and opens it again. */
  public void reset(String neighbor) {
    birdc("restart", protocol(neighbor));
  }

  /** Replaces the configuration while BIRD runs. */
  public void configure(String text) {
    node.write(CONFIG, text);
    String said = birdc("configure");
    if (!said.contains("Reconfigured") && !said.contains("Reconfiguration in progress")) {
      throw new LabException(node + " refuses its configuration: " + said);
    }
  }

  @Override
  LabProcess run() {
    LabProcess bird =
        node.start(
            "bird",
            "/usr/sbin/bird",
            "-f",
            "-c",
            CONFIG,
            "-s",
            CONTROL,
            "-P",
            "/run/bird/bird.pid");
    return bird.await(
        "answering", DEADLINE, () -> node.exec("birdc", "-s", CONTROL, "show", "status").ok());
  }

  private String protocol(String neighbor) {
    for (int i = 0; i < peers.size(); i++) {
      if (peers.get(i).neighbor().equals(neighbor)) {
        return "p" + i;
      }
    }
    throw new IllegalArgumentException(node + " has no neighbour " + neighbor);
  }

  private static String table(BgpPeer.Family family) {
    return family == BgpPeer.Family.IPV4 ? "master4" : "master6";
  }

  /** The configuration, from peers and routes, or with lines of one's own. */
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
      text.append("router id %s;%nlog stderr all;%nprotocol device { }%n".formatted(routerId));
      if (peers.stream().anyMatch(BgpPeer::bfd)) {
        text.append(BFD);
      }
      for (BgpPeer.Family family : BgpPeer.Family.values()) {
        text.append("protocol static static_%1$s {%n  %1$s;%n".formatted(family.word()));
        routes(family).forEach(r -> text.append("  route %s blackhole;%n".formatted(r)));
        text.append("}\n");
      }
      for (int i = 0; i < peers.size(); i++) {
        text.append(protocol(i, peers.get(i)));
      }
      return text.append(addedLines()).toString();
    }

    @Override
    public BirdRouter start() {
      require("BIRD", "/usr/sbin/bird");
      node.write(CONFIG, config());
      BirdRouter bird = new BirdRouter(node, peers);
      bird.start();
      return bird;
    }

    private String protocol(int index, BgpPeer peer) {
      StringBuilder text = new StringBuilder("protocol bgp p%d {%n".formatted(index));
      String local = peer.localAddress() == null ? "" : peer.localAddress() + " ";
      text.append("  local %sas %d;%n".formatted(local, as));
      text.append(
          "  neighbor %s port %d as %d;%n"
              .formatted(peer.neighbor(), peer.remotePort(), peer.remoteAs()));
      text.append("  hold time %d;%n".formatted(peer.holdTime()));
      text.append("  connect delay time 1; connect retry time 1; error wait time 1, 2;\n");
      text.append(peer.multihop() ? "  multihop;\n" : "  direct;\n");
      if (peer.passive()) {
        text.append("  passive;\n");
      }
      if (peer.restartTime() > 0) {
        text.append(
            "  graceful restart on; graceful restart time %d;%n".formatted(peer.restartTime()));
      }
      if (peer.longLivedTime() > 0) {
        text.append(
            "  long lived graceful restart on; long lived stale time %d;%n"
                .formatted(peer.longLivedTime()));
      }
      if (peer.bfd()) {
        text.append("  bfd on;\n");
      }
      if (peer.password() != null) {
        text.append("  password \"%s\";%n".formatted(peer.password()));
      }
      if (peer.ttlSecurity()) {
        text.append("  ttl security on;\n");
      }
      if (peer.role() != null) {
        text.append("  local role %s;%n".formatted(peer.role().replace("-", "_")));
      }
      if (peer.twoOctetAs()) {
        text.append("  enable as4 off;\n");
      }
      if (peer.extendedMessages()) {
        text.append("  enable extended messages on;\n");
      }
      for (BgpPeer.Family family : peer.families()) {
        text.append("  %s {%n    import all;%n".formatted(family.word()));
        text.append("    export where source = RTS_STATIC;\n");
        if (peer.extendedNextHop() && family == BgpPeer.Family.IPV4) {
          text.append("    extended next hop on;\n");
        }
        if (peer.addPath()) {
          text.append("    add paths rx;\n");
        }
        if (peer.prefixLimit() > 0) {
          text.append("    import limit %d action disable;%n".formatted(peer.prefixLimit()));
        }
        text.append("  };\n");
      }
      return text.append("}\n").toString();
    }
  }
}
