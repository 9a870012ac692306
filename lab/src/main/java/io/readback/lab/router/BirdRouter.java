package io.readback.lab.router;

import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** BIRD on a namespace node. One a node. */
public final class BirdRouter implements BgpRouter {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String CONFIG = "/run/bird/bird.conf";
  private static final String CONTROL = "/run/bird/bird.ctl";
  private static final Pattern STATE = Pattern.compile("BGP state: +(\\S+)");
  private static final Pattern UPDATES = Pattern.compile("Import updates: +(\\d+)");
  private static final Pattern COUNT = Pattern.compile("(?m)^(?:\\d+-)?\\s*(\\d+) of \\d+ routes");

  private final LabNode node;
  private final List<BgpPeer> peers;
  private LabProcess process;

  private BirdRouter(LabNode node, List<BgpPeer> peers) {
    this.node = node;
    this.peers = List.copyOf(peers);
    this.process = run();
  }

  public static Builder on(LabNode node, long as, String routerId) {
    return new Builder(node, as, routerId);
  }

  @Override
  public LabNode node() {
    return node;
  }

  @Override
  public String version() {
    return birdc("show", "status").lines().findFirst().orElse("");
  }

  public LabProcess process() {
    return process;
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
  public void awaitEstablished(String neighbor) {
    Poll.until(
        node + " established with " + neighbor,
        DEADLINE,
        () -> isEstablished(neighbor),
        () -> birdc("show", "protocols", "all") + process.log());
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
  public Optional<HeldRoute> route(String neighbor, String prefix) {
    BgpPeer.Family family = prefix.indexOf(':') >= 0 ? BgpPeer.Family.IPV6 : BgpPeer.Family.IPV4;
    return routes(neighbor, family).stream()
        .filter(r -> r.prefix().equals(prefix))
        .findFirst()
        .map(BirdRoute::held);
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
  public List<LabProcess> processes() {
    return List.of(process);
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
  public void stop() {
    process.stop();
  }

  @Override
  public void crash() {
    process.kill();
  }

  @Override
  public void start() {
    process = run();
  }

  public void restart() {
    process.close();
    start();
  }

  @Override
  public void close() {
    process.close();
  }

  private LabProcess run() {
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
  public static final class Builder {
    private final LabNode node;
    private final long as;
    private final String routerId;
    private final List<BgpPeer> peers = new ArrayList<>();
    private final List<String> routes = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    private Builder(LabNode node, long as, String routerId) {
      this.node = node;
      this.as = as;
      this.routerId = routerId;
    }

    public Builder peer(BgpPeer peer) {
      peers.add(peer);
      return this;
    }

    /** Announces prefixes to every peer. */
    public Builder announce(String... prefixes) {
      routes.addAll(List.of(prefixes));
      return this;
    }

    /** Adds top-level lines of BIRD's configuration. */
    public Builder lines(String text) {
      lines.add(text);
      return this;
    }

    /** The text that {@link #start} gives BIRD. */
    public String config() {
      StringBuilder text = new StringBuilder();
      text.append("router id %s;%nlog stderr all;%nprotocol device { }%n".formatted(routerId));
      for (BgpPeer.Family family : BgpPeer.Family.values()) {
        text.append("protocol static static_%1$s {%n  %1$s;%n".formatted(channel(family)));
        routes.stream()
            .filter(r -> (r.indexOf(':') >= 0) == (family == BgpPeer.Family.IPV6))
            .forEach(r -> text.append("  route %s blackhole;%n".formatted(r)));
        text.append("}\n");
      }
      for (int i = 0; i < peers.size(); i++) {
        text.append(protocol(i, peers.get(i)));
      }
      lines.forEach(line -> text.append(line).append('\n'));
      return text.toString();
    }

    public BirdRouter start() {
      if (!node.exec("test", "-x", "/usr/sbin/bird").ok()) {
        throw new LabException(
            "%s has no BIRD: namespace nodes have it after scripts/setup test".formatted(node));
      }
      node.write(CONFIG, config());
      return new BirdRouter(node, peers);
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
        text.append(
            "  %s { import all; export where source = RTS_STATIC;%s };%n"
                .formatted(
                    channel(family),
                    peer.extendedNextHop() && family == BgpPeer.Family.IPV4
                        ? " extended next hop on;"
                        : ""));
      }
      return text.append("}\n").toString();
    }

    private static String channel(BgpPeer.Family family) {
      return family == BgpPeer.Family.IPV4 ? "ipv4" : "ipv6";
    }
  }
}
