package io.readback.core.plan;

import io.readback.core.model.MetallbPeer;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns the BGPPeers of one node into sessions; what cannot be one becomes a problem. MetalLB wants
 * one AS number and one BGP Identifier of ours on a node. Here a node has a speaker for each AS
 * number, and each speaker its own identifier.
 */
final class MetallbSessions {
  private final NodeFacts facts;
  private final List<MetallbPeerDraft> peers;
  private final SessionSettings settings;
  private final Exports exports;
  private final List<Topology.Session> sessions = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** Finds what a session announces. */
  interface Exports {
    ExportClass of(MetallbPeer peer, BgpSession session);
  }

  /**
   * @param peers those that select the node, by name
   */
  MetallbSessions(
      NodeFacts facts, List<MetallbPeerDraft> peers, SessionSettings settings, Exports exports) {
    this.facts = facts;
    this.peers = peers;
    this.settings = settings;
    this.exports = exports;
  }

  Topology.NodeSessions build() {
    SortedMap<String, MetallbPeer> identifiers = identifiers();
    for (MetallbPeerDraft draft : peers) {
      add(draft, Optional.ofNullable(identifiers.get(draft.instance())));
    }
    return new Topology.NodeSessions(facts, sessions, problems);
  }

  /** For each speaker the peer whose routerID it takes: the first that has one. */
  private SortedMap<String, MetallbPeer> identifiers() {
    SortedMap<String, MetallbPeer> out = new TreeMap<>();
    for (MetallbPeerDraft draft : peers) {
      if (draft.peer().routerId().isEmpty()) {
        continue;
      }
      MetallbPeer first = out.putIfAbsent(draft.instance(), draft.peer());
      if (first != null && !first.routerId().equals(draft.peer().routerId())) {
        report(
            draft,
            "spec.routerID",
            "has no effect on node "
                + facts.name()
                + ": its speaker of AS "
                + first.myAsn()
                + " has the identifier of BGPPeer "
                + first.name(),
            "give all peers of a node the same routerID");
      }
    }
    return out;
  }

  private void add(MetallbPeerDraft draft, Optional<MetallbPeer> identified) {
    try {
      BgpInstance instance =
          new BgpInstance(
              draft.instance(),
              draft.peer().myAsn(),
              facts.bgpIdentifier(identified.flatMap(MetallbPeer::routerId)),
              OptionalInt.empty());
      BgpSession.Builder builder = draft.session(instance);
      settings.apply(facts, instance, draft.peer().name(), Optional.of(draft.address()), builder);
      BgpSession session = builder.build();
      sessions.add(
          new Topology.Session(
              session,
              draft.ref(),
              Optional.empty(),
              draft.peer().announcer(),
              speakerAddress(draft, session),
              exports.of(draft.peer(), session)));
    } catch (IllegalArgumentException e) {
      report(
          draft,
          "spec",
          "cannot be used on node " + facts.name() + ": " + e.getMessage(),
          "correct the value");
    }
  }

  private Optional<IpAddress> speakerAddress(MetallbPeerDraft draft, BgpSession session) {
    if (session.localAddress().isPresent()
        || session.unnumbered()
        || session.peerAddress().isLinkLocal()) {
      return session.localAddress();
    }
    AddressFamily family = session.peerAddress().family();
    Optional<IpAddress> own = facts.internalIp(family);
    if (own.isEmpty()) {
      problems.add(
          MetallbPeerDraft.problem(
              draft.peer(),
              Severity.WARNING,
              "",
              "node "
                  + facts.name()
                  + " has no internal address of the peer's family, so what its routes should look"
                  + " like at the router is not known",
              "give the Node an address of type InternalIP, or the peer a sourceAddress"));
    }
    return own;
  }

  private void report(MetallbPeerDraft draft, String field, String message, String remedy) {
    problems.add(MetallbPeerDraft.problem(draft.peer(), Severity.ERROR, field, message, remedy));
  }
}
