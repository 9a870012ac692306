package io.readback.core.plan;

import io.readback.core.model.BgpPeerSettings;
import io.readback.core.model.BgpRouteSettings;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Drain;
import io.readback.core.model.Node;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lays BgpRouteSettings and drains over sessions as they are made, and keeps account of settings
 * that had nothing to say.
 */
final class SessionSettling {
  private final ClusterState state;
  private final DrainBook drains;
  private final Optional<Leaving> leaving;
  private final List<BgpRouteSettings> byAge;
  private final Set<BgpRouteSettings> used = new HashSet<>();
  private final Set<DrainSubject> draining = new HashSet<>();
  private final Map<ExportClass, ExportClass> canonical = new HashMap<>();

  /**
   * A node whose agent is about to stop.
   *
   * @param reason in words
   */
  record Leaving(String node, Drain drain, String reason) {}

  SessionSettling(ClusterState state, DrainBook drains, Optional<Leaving> leaving) {
    this.state = state;
    this.drains = drains;
    this.leaving = leaving;
    byAge = new ArrayList<>(state.readback().routeSettings().values());
    byAge.sort(BgpRouteSettings.BY_AGE);
  }

  Topology.Session settle(NodeFacts facts, Topology.Session session) {
    BgpSession spec = session.spec();
    List<BgpRouteSettings> settings = new ArrayList<>();
    for (BgpRouteSettings s : byAge) {
      if (s.selects(facts.labels(), spec.instance().name(), spec.peer(), address(session))) {
        settings.add(s);
        used.add(s);
      }
    }
    Optional<SessionDrain> drain = drain(facts, session);
    ExportClass made =
        new SettledExports(
            session.exports(),
            settings,
            spec.localAsn(),
            spec.external(),
            drain.map(SessionDrain::phase).orElse(DrainPhase.NONE));
    ExportClass known = canonical.putIfAbsent(made, made);
    return new Topology.Session(
        spec,
        session.configuredBy(),
        session.peerConfig(),
        session.announcer(),
        session.speakerAddress(),
        known == null ? made : known,
        session.range(),
        drain);
  }

  /** The drain of the agent, the node or the peer: of several the one that is further counts. */
  private Optional<SessionDrain> drain(NodeFacts facts, Topology.Session session) {
    return Stream.of(ofNode(facts), ofPeer(facts, session), ofAgent(facts))
        .flatMap(Optional::stream)
        .reduce((a, b) -> a.phase().further(b.phase()) == a.phase() ? a : b);
  }

  private Optional<SessionDrain> ofAgent(NodeFacts facts) {
    return leaving
        .filter(l -> l.node().equals(facts.name()))
        .map(
            l ->
                begin(
                    SessionDrain.What.AGENT,
                    new DrainSubject.OfAgent(l.node()),
                    l.drain(),
                    l.reason()));
  }

  private Optional<SessionDrain> ofNode(NodeFacts facts) {
    @Nullable Node node = state.nodes().get(facts.name());
    Optional<Drain> wanted = node == null ? Optional.empty() : Drain.of(node.annotations());
    return wanted.map(
        drain ->
            begin(
                SessionDrain.What.NODE,
                new DrainSubject.OfNode(facts.name()),
                drain,
                "node " + facts.name() + " is annotated with " + Drain.ANNOTATION));
  }

  private Optional<SessionDrain> ofPeer(NodeFacts facts, Topology.Session session) {
    BgpSession spec = session.spec();
    for (BgpPeerSettings settings : state.readback().peerSettings().values()) {
      if (settings.drain().isPresent()
          && settings.selects(
              facts.labels(), spec.instance().name(), spec.peer(), address(session))) {
        return Optional.of(
            begin(
                SessionDrain.What.PEER,
                new DrainSubject.OfSession(facts.name(), session.target().id()),
                settings.drain().get(),
                settings.ref() + " drains the peer"));
      }
    }
    return Optional.empty();
  }

  /** Of a range, the addresses are not known before the sessions. */
  private static Optional<IpAddress> address(Topology.Session session) {
    return session.range().isPresent()
        ? Optional.empty()
        : Optional.of(session.spec().peerAddress());
  }

  private SessionDrain begin(
      SessionDrain.What what, DrainSubject subject, Drain drain, String reason) {
    draining.add(subject);
    drains.want(subject, Optional.of(drain));
    Drains now = drains.drains();
    return new SessionDrain(
        what, now.phase(subject), now.since(subject), now.until(subject), reason);
  }

  /** For when all sessions have been made. */
  List<Problem> finish() {
    drains.retain(
        s ->
            s instanceof DrainSubject.OfNode
                || s instanceof DrainSubject.OfAgent
                || s instanceof DrainSubject.OfSession,
        draining);
    List<Problem> problems = new ArrayList<>();
    for (BgpRouteSettings settings : byAge) {
      if (!used.contains(settings)) {
        problems.add(
            new Problem(
                ProblemCode.SETTINGS_UNUSED,
                Severity.WARNING,
                Optional.of(settings.ref()),
                settings.origin(),
                "spec",
                "selects no session of any node",
                "correct nodeSelector or peers; peers go by the name, address or instance of a"
                    + " session"));
      }
    }
    return problems;
  }
}
