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
import org.jspecify.annotations.Nullable;

/**
 * Lays BgpRouteSettings and drains over sessions as they are made, and keeps account of settings
 * that had nothing to say.
 */
final class SessionSettling {
  private final ClusterState state;
  private final DrainBook drains;
  private final List<BgpRouteSettings> byAge;
  private final Set<BgpRouteSettings> used = new HashSet<>();
  private final Set<DrainSubject> draining = new HashSet<>();
  private final Map<ExportClass, ExportClass> canonical = new HashMap<>();

  SessionSettling(ClusterState state, DrainBook drains) {
    this.state = state;
    this.drains = drains;
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

  /** The drain of the node, of the peer, or of both: the one that is further counts. */
  private Optional<SessionDrain> drain(NodeFacts facts, Topology.Session session) {
    Optional<SessionDrain> ofNode = Optional.empty();
    @Nullable Node node = state.nodes().get(facts.name());
    Optional<Drain> wanted = node == null ? Optional.empty() : Drain.of(node.annotations());
    if (wanted.isPresent()) {
      ofNode =
          Optional.of(
              begin(
                  new DrainSubject.OfNode(facts.name()),
                  wanted.get(),
                  "node " + facts.name() + " is annotated with " + Drain.ANNOTATION));
    }
    Optional<SessionDrain> ofPeer = Optional.empty();
    BgpSession spec = session.spec();
    for (BgpPeerSettings settings : state.readback().peerSettings().values()) {
      if (ofPeer.isEmpty()
          && settings.drain().isPresent()
          && settings.selects(
              facts.labels(), spec.instance().name(), spec.peer(), address(session))) {
        ofPeer =
            Optional.of(
                begin(
                    new DrainSubject.OfSession(facts.name(), session.target().id()),
                    settings.drain().get(),
                    settings.ref() + " drains the peer"));
      }
    }
    Optional<SessionDrain> found = ofPeer;
    if (ofNode.isPresent() && ofPeer.isPresent()) {
      return ofNode.get().phase().further(ofPeer.get().phase()) == ofNode.get().phase()
          ? ofNode
          : ofPeer;
    }
    return ofNode.or(() -> found);
  }

  /** Of a range, the addresses are not known before the sessions. */
  private static Optional<IpAddress> address(Topology.Session session) {
    return session.range().isPresent()
        ? Optional.empty()
        : Optional.of(session.spec().peerAddress());
  }

  private SessionDrain begin(DrainSubject subject, Drain drain, String reason) {
    draining.add(subject);
    drains.want(subject, Optional.of(drain));
    Drains now = drains.drains();
    return new SessionDrain(now.phase(subject), now.until(subject), reason);
  }

  /** For when all sessions have been made. */
  List<Problem> finish() {
    drains.retain(
        s -> s instanceof DrainSubject.OfNode || s instanceof DrainSubject.OfSession, draining);
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
