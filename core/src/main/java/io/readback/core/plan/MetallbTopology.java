package io.readback.core.plan;

import io.readback.core.admission.MetallbAdmission;
import io.readback.core.admission.MetallbAdmission.AdmittedPeer;
import io.readback.core.model.ClusterState;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.Node;
import io.readback.core.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sessions that MetalLB's configuration objects ask for. */
final class MetallbTopology implements Topology.Part {
  /** A node with this label, whatever its value, is no entrance for traffic from outside. */
  private static final String EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";

  private final ClusterState state;
  private final SessionSettings sessionSettings;
  private final boolean ignoreExcludeLb;
  private final MetallbOffers offers;
  private final List<MetallbPeerDraft> peers = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<ExportClass, ExportClass> canonical = new HashMap<>();

  MetallbTopology(ClusterState state, SessionSettings sessionSettings, boolean ignoreExcludeLb) {
    this.state = state;
    this.sessionSettings = sessionSettings;
    this.ignoreExcludeLb = ignoreExcludeLb;
    MetallbAdmission admission = MetallbAdmission.of(state);
    offers = new MetallbOffers(admission.announcements().values());
    for (AdmittedPeer peer : admission.peers().values()) {
      MetallbPeerDraft.of(peer, problems).ifPresent(peers::add);
    }
    problems.addAll(admission.problems());
  }

  /** MetalLB knows nodes by their Node alone. */
  @Override
  public Topology.NodeSessions sessions(NodeFacts facts) {
    Node node = state.nodes().get(facts.name());
    return node == null
        ? new Topology.NodeSessions(facts, List.of(), List.of())
        : sessions(facts, node);
  }

  private Topology.NodeSessions sessions(NodeFacts facts, Node node) {
    List<MetallbPeerDraft> selecting = peers.stream().filter(p -> p.peer().selects(node)).toList();
    List<MetallbAdvertisement> here = offers.on(node);
    Optional<NotAnnounced> silence = silence(node);
    MetallbSessions sessions =
        new MetallbSessions(
            facts,
            selecting,
            sessionSettings,
            (peer, session) ->
                canonical(
                    new MetallbExports(
                        new TreeSet<>(session.families()),
                        !session.external(),
                        offers.offers(here, peer.name()),
                        offers.rivals(here),
                        silence)));
    return sessions.build();
  }

  private Optional<NotAnnounced> silence(Node node) {
    if (node.networkUnavailable()) {
      return Optional.of(NotAnnounced.NODE_NETWORK_UNAVAILABLE);
    }
    return !ignoreExcludeLb && node.labels().has(EXCLUDED)
        ? Optional.of(NotAnnounced.NODE_EXCLUDED)
        : Optional.empty();
  }

  /** Equal classes are one object. */
  private ExportClass canonical(ExportClass made) {
    ExportClass known = canonical.putIfAbsent(made, made);
    return known == null ? made : known;
  }

  @Override
  public Topology.Findings findings() {
    return new Topology.Findings(new TreeMap<>(), problems);
  }
}
