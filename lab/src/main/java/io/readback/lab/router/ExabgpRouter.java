package io.readback.lab.router;

import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.nio.file.Path;
import java.util.List;

/**
 * ExaBGP on a namespace node. It keeps no table: what it holds is told from the messages it hands
 * to a program. One a node.
 */
public final class ExabgpRouter extends ProcessRouter {
  private static final String EXABGP = "/usr/sbin/exabgp";

  private ExabgpMessages messages;

  private ExabgpRouter(LabNode node) {
    super(node);
    this.messages = new ExabgpMessages(messages(node));
  }

  public static Builder on(LabNode node, long as, String routerId) {
    return new Builder(node, as, routerId);
  }

  @Override
  public String version() {
    // ExaBGP : 4.2.21
    return "ExaBGP "
        + node.exec(EXABGP, "--version")
            .orFail()
            .out()
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll(".* ", "");
  }

  @Override
  public boolean isEstablished(String neighbor) {
    return messages.of(neighbor).isUp();
  }

  @Override
  public int routeCount(String neighbor, BgpPeer.Family family) {
    return messages.of(neighbor).count(family);
  }

  @Override
  public List<HeldRoute> paths(String neighbor, String prefix) {
    return messages.of(neighbor).paths(prefix);
  }

  @Override
  public long announcementsReceived(String neighbor) {
    return messages.of(neighbor).updates();
  }

  /** Whether the neighbour offered it: ExaBGP does, and does not say what was agreed. */
  @Override
  public boolean hasAgreed(String neighbor, Feature feature) {
    String name =
        switch (feature) {
          case EXTENDED_MESSAGES -> "extended-message";
          case ENHANCED_REFRESH -> "enhanced-route-refresh";
        };
    return messages.of(neighbor).capabilities().contains(name);
  }

  @Override
  public void refreshIn(String neighbor) {
    command("neighbor %s announce route-refresh ipv4 unicast".formatted(neighbor));
  }

  /** Ends the session without its message: ExaBGP cannot send one, and comes again at once. */
  @Override
  public void shutDown(String neighbor, String message) {
    command("neighbor %s teardown 2".formatted(neighbor));
  }

  @Override
  public void bringUp(String neighbor) {
    // it never stays away
  }

  @Override
  public String describe(String neighbor) {
    return messages.of(neighbor).last();
  }

  /** Gives a command of ExaBGP's text interface, as a program beside it would. */
  private void command(String line) {
    node.exec(
            List.of("sh", "-c", "cat >> \"$0\"", commands(node).toString()), line + "\n", DEADLINE)
        .orFail();
  }

  private static Path messages(LabNode node) {
    return node.dir().resolve("exabgp.messages");
  }

  private static Path commands(LabNode node) {
    return node.dir().resolve("exabgp.commands");
  }

  private static String config(LabNode node) {
    return node.dir().resolve("exabgp.conf").toString();
  }

  private static String program(LabNode node) {
    return node.dir().resolve("exabgp-program").toString();
  }

  @Override
  LabProcess run() {
    node.exec(
            "sh",
            "-c",
            ": > \"$0\"; : > \"$1\"",
            messages(node).toString(),
            commands(node).toString())
        .orFail();
    messages = new ExabgpMessages(messages(node));
    LabProcess exabgp =
        node.start(
            "exabgp",
            "env",
            "exabgp.daemon.user=root",
            "exabgp.daemon.daemonize=false",
            "exabgp.log.destination=stdout",
            "exabgp.api.cli=false",
            EXABGP,
            config(node));
    return exabgp.await(
        "running", DEADLINE, () -> exabgp.out().contains("loaded new configuration"));
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
      text.append(
          "process program {%n  run %s;%n  encoder json;%n}%n"
              .formatted(ExabgpRouter.program(node)));
      peers.forEach(peer -> text.append(neighbor(peer)));
      return text.append(addedLines()).toString();
    }

    @Override
    public ExabgpRouter start() {
      require("ExaBGP", EXABGP);
      node.write(ExabgpRouter.config(node), config());
      // Standard output stays open: at its end ExaBGP takes the program for dead.
      node.write(
          ExabgpRouter.program(node),
          "#!/bin/sh\nexec 3>&1\ntail -n +1 -f %s >&3 &\nexec cat >> %s\n"
              .formatted(commands(node), messages(node)));
      node.exec("chmod", "0755", ExabgpRouter.program(node)).orFail();
      ExabgpRouter exabgp = new ExabgpRouter(node);
      exabgp.start();
      return exabgp;
    }

    private String neighbor(BgpPeer peer) {
      StringBuilder text = new StringBuilder();
      text.append("neighbor %s {%n  router-id %s;%n".formatted(peer.neighbor(), routerId));
      text.append("  local-address %s;%n".formatted(peer.localAddress()));
      text.append("  local-as %d;%n  peer-as %d;%n".formatted(as, peer.remoteAs()));
      text.append("  hold-time %d;%n  passive %b;%n".formatted(peer.holdTime(), peer.passive()));
      if (!peer.ttlSecurity()) {
        // its listening socket would ask the TTL of every peer
        text.append("  listen 179;\n");
      }
      if (peer.password() != null) {
        text.append("  md5-password \"%s\";%n".formatted(peer.password()));
      }
      if (peer.ttlSecurity()) {
        text.append("  outgoing-ttl 255;\n  incoming-ttl 255;\n");
      }
      text.append("  capability {\n    route-refresh enable;\n");
      text.append("    asn4 %s;%n".formatted(peer.twoOctetAs() ? "disable" : "enable"));
      text.append(
          "    extended-message %s;%n".formatted(peer.extendedMessages() ? "enable" : "disable"));
      if (peer.extendedNextHop()) {
        text.append("    nexthop enable;\n");
      }
      if (peer.addPath()) {
        text.append("    add-path receive;\n");
      }
      if (peer.restartTime() > 0) {
        text.append("    graceful-restart %d;%n".formatted(peer.restartTime()));
      }
      text.append("  }\n  family {\n");
      peer.families().forEach(f -> text.append("    %s unicast;%n".formatted(f.word())));
      text.append("  }\n");
      if (peer.extendedNextHop()) {
        text.append("  nexthop { ipv4 unicast ipv6; }\n");
      }
      text.append("  api {\n    processes [ program ];\n    neighbor-changes;\n");
      text.append("    receive { parsed; update; open; }\n  }\n  static {\n");
      boolean overIpv6 = peer.neighbor().indexOf(':') >= 0;
      routes.stream()
          .filter(r -> peer.families().contains(BgpPeer.Family.of(r)))
          .filter(r -> overIpv6 == (r.indexOf(':') >= 0))
          .forEach(r -> text.append("    route %s next-hop self;%n".formatted(r)));
      return text.append("  }\n}\n").toString();
    }
  }
}
