package io.readback.core.plan;

import io.readback.core.model.BgpDynamicPeers;
import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.Origin;
import io.readback.core.model.PeerDiscovery;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpPeerRange;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TargetId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns the instances of one node into sessions; what cannot be one becomes a problem. */
final class CiliumSessions {
  /** Stands for the address of a peer that is found on its interface. */
  private static final IpAddress UNNUMBERED = IpAddress.parse("::");

  private final NodeFacts facts;
  private final PeerSettings settings;
  private final SessionSettings sessionSettings;
  private final Exports exports;
  private final Map<TargetId, Topology.Session> sessions = new LinkedHashMap<>();
  private final Set<Problem> problems = new LinkedHashSet<>();

  /** Finds what a session with these settings announces. */
  interface Exports {
    ExportClass of(BgpPeerConfig config, boolean carriesLocalPreference);
  }

  CiliumSessions(
      NodeFacts facts, PeerSettings settings, SessionSettings sessionSettings, Exports exports) {
    this.facts = facts;
    this.settings = settings;
    this.sessionSettings = sessionSettings;
    this.exports = exports;
  }

  Topology.NodeSessions build() {
    return new Topology.NodeSessions(facts, List.copyOf(sessions.values()), List.copyOf(problems));
  }

  void add(InstanceDraft draft) {
    instance(draft)
        .ifPresent(instance -> draft.peers().forEach(peer -> add(draft, instance, peer)));
  }

  /** Adds a range of peers to an instance that was added. */
  void add(InstanceDraft draft, BgpDynamicPeers peers) {
    if (draft.localAsn().isEmpty()) {
      return;
    }
    BgpPeerConfig config = settings.config(peers.peerConfig());
    Optional<String> missing = settings.missingSecret(config);
    if (missing.isPresent()) {
      report(
          ProblemCode.MISSING_SECRET,
          peers,
          "spec.peerConfigRef",
          "nobody is let in on node "
              + facts.name()
              + ": Secret "
              + PeerSettings.SECRETS_NAMESPACE
              + "/"
              + missing.get()
              + " with the password is missing, and no session is opened without one",
          "create the Secret with the key 'password'");
      return;
    }
    try {
      BgpInstance instance =
          new BgpInstance(
              draft.name(),
              draft.localAsn().getAsLong(),
              facts.bgpIdentifier(draft.routerId()),
              draft.localPort());
      BgpPeerRange range = range(instance, peers, config);
      BgpSession template = range.template();
      Topology.Session made =
          new Topology.Session(
              template,
              peers.ref(),
              peers.peerConfig(),
              draft.announcer(),
              Optional.empty(),
              exports.of(config, !template.external()),
              Optional.of(range));
      sessions.put(made.target().id(), made);
    } catch (IllegalArgumentException e) {
      report(
          ProblemCode.PEER_LEFT_OUT,
          peers,
          "spec",
          "cannot be used on node " + facts.name() + ": " + e.getMessage(),
          "correct the value; an instance listens where it has a localPort");
    }
  }

  private BgpPeerRange range(BgpInstance instance, BgpDynamicPeers peers, BgpPeerConfig config) {
    IpAddress somewhere = peers.prefixes().get(0).network();
    BgpSession.Builder builder =
        builder(instance, peers.name(), somewhere, config, settings.password(config))
            .peerAsns(peers.asns())
            .peerType(peers.peerType())
            .passive(true);
    sessionSettings.apply(facts, instance, peers.name(), Optional.empty(), builder);
    return new BgpPeerRange(builder.build(), peers.prefixes(), peers.limit());
  }

  private Optional<BgpInstance> instance(InstanceDraft draft) {
    if (draft.localAsn().isEmpty()) {
      report(
          ProblemCode.NO_LOCAL_ASN,
          draft,
          draft.origin(),
          "spec.bgpInstances[" + draft.name() + "].localASN",
          "instance " + draft.name() + " has no localASN on node " + facts.name(),
          "set localASN in the cluster configuration or in the node's override");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new BgpInstance(
              draft.name(), draft.localAsn().getAsLong(), identifier(draft), draft.localPort()));
    } catch (IllegalArgumentException e) {
      report(
          draft,
          draft.origin(),
          "spec.bgpInstances[" + draft.name() + "]",
          "instance "
              + draft.name()
              + " cannot run on node "
              + facts.name()
              + ": "
              + e.getMessage(),
          "correct the value");
      return Optional.empty();
    }
  }

  private void add(InstanceDraft draft, BgpInstance instance, InstanceDraft.Peer peer) {
    String field = "spec.bgpInstances[" + draft.name() + "].peers[" + peer.name() + "]";
    String subject = "peer " + peer.name() + " of instance " + draft.name();
    Optional<IpAddress> address = peer.address().or(() -> discovered(peer));
    if (address.isEmpty()) {
      undiscovered(draft, field, subject, peer);
      return;
    }
    BgpPeerConfig config = settings.config(peer.peerConfig());
    Optional<String> missing = settings.missingSecret(config);
    if (missing.isPresent()) {
      report(
          ProblemCode.MISSING_SECRET,
          draft,
          peer.origin(),
          field,
          subject
              + " is left out: Secret "
              + PeerSettings.SECRETS_NAMESPACE
              + "/"
              + missing.get()
              + " with its password is missing, and no session is opened without one",
          "create the Secret with the key 'password'");
      return;
    }
    try {
      BgpSession session =
          session(instance, peer, address.get(), config, settings.password(config));
      Topology.Session made =
          new Topology.Session(
              session,
              draft.configuredBy(),
              peer.peerConfig(),
              draft.announcer(),
              speakerAddress(session),
              exports.of(config, session.internal() || session.peerAsn() == 0));
      if (sessions.putIfAbsent(session.id(), made) != null) {
        report(
            draft,
            peer.origin(),
            field,
            subject + " is there twice; the first counts",
            "give each peer its own name");
      }
    } catch (IllegalArgumentException e) {
      report(
          draft,
          peer.origin(),
          field,
          subject + " cannot be used on node " + facts.name() + ": " + e.getMessage(),
          "correct the value");
    }
  }

  private Optional<IpAddress> discovered(InstanceDraft.Peer peer) {
    if (peer.discovery().isEmpty()) {
      return Optional.empty();
    }
    return peer.discovery().get() instanceof PeerDiscovery.DefaultGateway gateway
        ? facts.host().flatMap(h -> h.defaultGateway(gateway.family()))
        : Optional.of(UNNUMBERED);
  }

  private void undiscovered(
      InstanceDraft draft, String field, String subject, InstanceDraft.Peer peer) {
    if (!(peer.discovery().orElse(null) instanceof PeerDiscovery.DefaultGateway gateway)) {
      report(draft, peer.origin(), field, subject + " has no address", "set peerAddress");
      return;
    }
    AddressFamily family = gateway.family();
    if (facts.host().isEmpty()) {
      problems.add(
          new Problem(
              Severity.NOTICE,
              Optional.of(draft.configuredBy()),
              peer.origin(),
              field,
              subject + " is known to the agent on node " + facts.name() + " alone",
              "ask that agent"));
    } else if (facts.host().get().hasOnlyLinkLocalGateways(family)) {
      report(
          draft,
          peer.origin(),
          field,
          subject
              + " is not discovered: the default gateway of "
              + word(family)
              + " on node "
              + facts.name()
              + " is a link-local address, which is not supported",
          "give the peer a peerAddress with its zone, such as fe80::1%eth0");
    } else {
      problems.add(
          new Problem(
              Severity.WARNING,
              Optional.of(draft.configuredBy()),
              peer.origin(),
              field,
              subject
                  + " is not discovered: node "
                  + facts.name()
                  + " has no default route of "
                  + word(family)
                  + " over a link that is up",
              "add the default route, or give the peer a peerAddress"));
    }
  }

  private static String word(AddressFamily family) {
    return switch (family) {
      case IPV4 -> "IPv4";
      case IPV6 -> "IPv6";
    };
  }

  private BgpSession session(
      BgpInstance instance,
      InstanceDraft.Peer peer,
      IpAddress address,
      BgpPeerConfig config,
      Optional<Secret> password) {
    BgpSession.Builder builder =
        builder(instance, peer.name(), address, config, password).peerAsn(peer.asn());
    peer.zone().ifPresent(builder::zone);
    if (peer.address().isEmpty()
        && peer.discovery().orElse(null) instanceof PeerDiscovery.Unnumbered unnumbered) {
      builder.device(unnumbered.interfaceName());
    }
    peer.localAddress().ifPresent(builder::localAddress);
    sessionSettings.apply(facts, instance, peer.name(), Optional.of(address), builder);
    return builder.build();
  }

  private static BgpSession.Builder builder(
      BgpInstance instance,
      String peer,
      IpAddress address,
      BgpPeerConfig config,
      Optional<Secret> password) {
    BgpSession.Builder builder =
        BgpSession.builder(instance, peer, address)
            .peerPort(config.peerPort())
            .timers(config.timers())
            .families(
                PeerSettings.families(config).stream()
                    .map(BgpPeerConfig.FamilyExport::family)
                    .toList())
            .gracefulRestart(config.gracefulRestart())
            .multihopTtl(config.multihopTtl());
    config.bfd().ifPresent(builder::bfd);
    config.sourceInterface().ifPresent(builder::sourceInterface);
    password.ifPresent(builder::password);
    return builder;
  }

  private IpAddress identifier(InstanceDraft draft) {
    if (draft.routerId().isEmpty() && facts.internalIps().isEmpty()) {
      problems.add(
          new Problem(
              ProblemCode.NODE_WITHOUT_ADDRESS,
              Severity.WARNING,
              Optional.of(draft.configuredBy()),
              draft.origin(),
              "",
              "node "
                  + facts.name()
                  + " has no internal address, so what its routes should look"
                  + " like at a router is not known",
              "give the Node or CiliumNode an address of type InternalIP"));
    }
    return facts.bgpIdentifier(draft.routerId());
  }

  private Optional<IpAddress> speakerAddress(BgpSession session) {
    if (session.localAddress().isPresent()) {
      return session.localAddress();
    }
    return session.unnumbered() || session.peerAddress().isLinkLocal()
        ? Optional.empty()
        : facts.internalIp(session.peerAddress().family());
  }

  private void report(
      ProblemCode code, BgpDynamicPeers peers, String field, String message, String remedy) {
    problems.add(
        new Problem(
            code,
            Severity.ERROR,
            Optional.of(peers.ref()),
            peers.origin(),
            field,
            message,
            remedy));
  }

  private void report(
      InstanceDraft draft, Origin origin, String field, String message, String remedy) {
    report(ProblemCode.PEER_LEFT_OUT, draft, origin, field, message, remedy);
  }

  private void report(
      ProblemCode code,
      InstanceDraft draft,
      Origin origin,
      String field,
      String message,
      String remedy) {
    problems.add(
        new Problem(
            code,
            Severity.ERROR,
            Optional.of(draft.configuredBy()),
            origin,
            field,
            message,
            remedy));
  }
}
