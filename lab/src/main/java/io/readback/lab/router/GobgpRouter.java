package io.readback.lab.router;

import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** GoBGP on a namespace node. It has no kernel routes. One a node. */
public final class GobgpRouter implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int ESTABLISHED = 6;

  private final LabNode node;
  private LabProcess process;

  private GobgpRouter(LabNode node) {
    this.node = node;
    this.process = run();
  }

  public static Builder on(LabNode node, long as, String routerId) {
    return new Builder(node, as, routerId);
  }

  public LabNode node() {
    return node;
  }

  public LabProcess process() {
    return process;
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

  public boolean isEstablished(String neighbor) {
    return gobgpJson("neighbor", neighbor).path("state").path("session_state").asInt(0)
        == ESTABLISHED;
  }

  /** Waits up to 30 s for the session with a neighbour. */
  public void awaitEstablished(String neighbor) {
    Poll.until(
        node + " established with " + neighbor,
        DEADLINE,
        () -> isEstablished(neighbor),
        () -> gobgp("neighbor", neighbor) + process.log());
  }

  /** How many destinations of a family GoBGP's table holds. */
  public int routeCount(BgpPeer.Family family) {
    for (String word : gobgp("global", "rib", "summary", "-a", name(family)).split(",|\n")) {
      if (word.strip().startsWith("Destination:")) {
        return Integer.parseInt(word.replaceAll("[^0-9]", ""));
      }
    }
    throw new LabException("gobgp gives no summary of its table");
  }

  /** The table of a family, as GoBGP prints it: prefix to paths. */
  public JsonNode routes(BgpPeer.Family family) {
    return gobgpJson("global", "rib", "-a", name(family));
  }

  /** Announces a prefix to every peer of its family. */
  public void announce(String prefix, String nextHop) {
    gobgp("global", "rib", "add", "-a", familyOf(prefix), prefix, "nexthop", nextHop);
  }

  public void withdraw(String prefix) {
    gobgp("global", "rib", "del", "-a", familyOf(prefix), prefix);
  }

  /** Asks the neighbour for its routes again, RFC 2918. */
  public void refreshIn(String neighbor) {
    gobgp("neighbor", neighbor, "softresetin");
  }

  /** Closes the session and opens it again. */
  public void reset(String neighbor) {
    gobgp("neighbor", neighbor, "reset");
  }

  public void stop() {
    process.stop();
  }

  public void restart() {
    process.close();
    process = run();
  }

  @Override
  public void close() {
    process.close();
  }

  private LabProcess run() {
    LabProcess gobgpd =
        node.start(
            "gobgpd",
            "/usr/bin/gobgpd",
            "-f",
            config(node),
            "--api-hosts",
            "127.0.0.1:50051",
            "--pprof-disable");
    return gobgpd.await("answering", DEADLINE, () -> node.exec("gobgp", "global").ok());
  }

  private static String config(LabNode node) {
    return node.dir().resolve("gobgpd.toml").toString();
  }

  private static String name(BgpPeer.Family family) {
    return family.name().toLowerCase(Locale.ROOT);
  }

  private static String familyOf(String prefix) {
    return name(prefix.indexOf(':') >= 0 ? BgpPeer.Family.IPV6 : BgpPeer.Family.IPV4);
  }

  /** The configuration, from peers, or with lines of one's own. */
  public static final class Builder {
    private final LabNode node;
    private final long as;
    private final String routerId;
    private final List<BgpPeer> peers = new ArrayList<>();
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

    /** Adds tables of GoBGP's configuration, in TOML. */
    public Builder lines(String text) {
      lines.add(text);
      return this;
    }

    /** The text that {@link #start} gives GoBGP. */
    public String config() {
      StringBuilder text = new StringBuilder();
      text.append("[global.config]\nas = %d\nrouter-id = \"%s\"\n".formatted(as, routerId));
      peers.forEach(peer -> text.append(neighbor(peer)));
      lines.forEach(line -> text.append(line).append('\n'));
      return text.toString();
    }

    public GobgpRouter start() {
      if (!node.exec("test", "-x", "/usr/bin/gobgpd").ok()) {
        throw new LabException(
            "%s has no GoBGP: namespace nodes have it after scripts/setup test".formatted(node));
      }
      node.write(GobgpRouter.config(node), config());
      return new GobgpRouter(node);
    }

    private static String neighbor(BgpPeer peer) {
      StringBuilder text = new StringBuilder();
      text.append("[[neighbors]]\n[neighbors.config]\n");
      text.append(
          "neighbor-address = \"%s\"\npeer-as = %d\n".formatted(peer.neighbor(), peer.remoteAs()));
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
      if (peer.restartTime() > 0) {
        text.append(
            "[neighbors.graceful-restart.config]\nenabled = true\nrestart-time = %d\n"
                .formatted(peer.restartTime()));
      }
      for (BgpPeer.Family family : peer.families()) {
        text.append(
            "[[neighbors.afi-safis]]\n[neighbors.afi-safis.config]\nafi-safi-name = \"%s-unicast\"\n"
                .formatted(name(family)));
        if (peer.restartTime() > 0) {
          text.append("[neighbors.afi-safis.mp-graceful-restart.config]\nenabled = true\n");
        }
      }
      return text.toString();
    }
  }
}
