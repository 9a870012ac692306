package io.readback.app.document;

import io.readback.core.diff.ClusterPicture;
import io.readback.core.engine.AnnouncerStatus;
import io.readback.core.engine.EngineStatus;
import io.readback.core.explain.ExplainInput;
import io.readback.core.explain.Explainer;
import io.readback.core.explain.Explanation;
import io.readback.core.model.Problem;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.observe.SessionDump;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.TargetId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Documents of a running engine. */
public final class StatusDocuments implements Documents {
  private final Supplier<EngineStatus> engine;
  private final RouteAges ages = new RouteAges();

  /**
   * @param engine the engine's present status
   */
  public StatusDocuments(Supplier<EngineStatus> engine) {
    this.engine = engine;
  }

  /** Notes a new status; keeps the ages of routes right between two questions. */
  public void noted(EngineStatus status) {
    ages.update(status.nodePlan(), status.at());
  }

  @Override
  public boolean ready() {
    return engine.get().synced();
  }

  @Override
  public List<ServiceRow> services() {
    EngineStatus status = engine.get();
    return ServicesView.of(status.cluster(), status.allocations(), status.verdicts());
  }

  @Override
  public List<PoolRow> pools() {
    return PoolsView.of(engine.get().allocations().pools().values());
  }

  @Override
  public List<PeerRow> peers() {
    EngineStatus status = engine.get();
    return PeersView.of(
        status.nodePlan(),
        observed(status),
        DrainsView.bySession(status.plan(), status.node()),
        status.at());
  }

  @Override
  public List<DrainRow> drains() {
    EngineStatus status = engine.get();
    return DrainsView.of(status.plan(), status.node());
  }

  @Override
  public List<RouteRow> routes(
      RouteView view, Optional<String> peer, Optional<AddressFamily> family) {
    EngineStatus status = engine.get();
    ages.update(status.nodePlan(), status.at());
    RoutesView routes =
        new RoutesView(status.nodePlan(), observed(status), ages, status.at(), family);
    return switch (view) {
      case AVAILABLE -> routes.available(peer);
      case ADVERTISED -> routes.advertised(peer);
      case RECEIVED -> routes.received(peer);
    };
  }

  @Override
  public List<EventRow> events(Optional<String> peer) {
    EngineStatus status = engine.get();
    return EventsView.of(status.nodePlan(), observed(status), peer);
  }

  @Override
  public SessionDump dump(String peer) {
    EngineStatus status = engine.get();
    List<TargetId> meant =
        status.nodePlan().targets().entrySet().stream()
            .filter(e -> PeerChoice.matches(e.getValue().session(), Optional.of(peer)))
            .map(Map.Entry::getKey)
            .toList();
    if (meant.size() > 1) {
      throw new IllegalArgumentException(
          "several sessions are meant by '"
              + peer
              + "': say "
              + meant.stream()
                  .map(id -> id.owner() + "/" + id.name())
                  .collect(Collectors.joining(" or ")));
    }
    if (meant.isEmpty()) {
      throw new NoSuchElementException("this node has no session with '" + peer + "'");
    }
    return Optional.ofNullable(observed(status).get(meant.get(0)))
        .flatMap(TargetStatus::dump)
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "the announcer of the session with '" + peer + "' cannot record messages"));
  }

  static Map<TargetId, TargetStatus> observed(EngineStatus status) {
    Map<TargetId, TargetStatus> out = new HashMap<>();
    for (AnnouncerStatus announcer : status.announcers().values()) {
      announcer
          .observation()
          .ifPresent(
              o ->
                  o.targets().stream()
                      .filter(t -> announcer.targets().contains(t.id()))
                      .forEach(t -> out.put(t.id(), t)));
    }
    return out;
  }

  @Override
  public List<RoutePolicyRow> routePolicies() {
    EngineStatus status = engine.get();
    return RoutePoliciesView.of(status.plan().routePolicies(status.node()));
  }

  @Override
  public List<VerifyRow> verify(Optional<ServiceRef> service) {
    EngineStatus status = engine.get();
    if (service.isPresent() && status.cluster().service(service.get()).isEmpty()) {
      throw new NoSuchElementException("there is no Service " + service.get());
    }
    return VerifyView.of(
        service.map(s -> status.verdicts().of(s)).orElseGet(() -> status.verdicts().rows()));
  }

  @Override
  public ExplainDocument explain(ServiceRef service) {
    EngineStatus status = engine.get();
    Explanation explanation = Explainer.explain(service, input(status));
    return new ExplainDocument(
        explanation.service().toString(),
        explanation.steps().stream()
            .map(
                s ->
                    new ExplainDocument.StepRow(
                        s.id(), s.status().toString(), s.subject(), s.detail(), s.remedy()))
            .toList());
  }

  private static ExplainInput input(EngineStatus status) {
    return new ExplainInput(
        status.node(),
        status.cluster(),
        status.problems(),
        status.allocations(),
        status.plan(),
        status.observations(),
        status.verdicts());
  }

  @Override
  public List<PluginRow> plugins() {
    return PluginsView.of(engine.get().plugins());
  }

  @Override
  public List<ProblemRow> problems() {
    return engine.get().problems().stream().map(ProblemRow::of).toList();
  }

  @Override
  public PlanBasisDocument planBasis() {
    EngineStatus status = engine.get();
    // what is wrong with the agent itself is not of its manifests
    List<Problem> problems =
        status.problems().stream().filter(p -> p.code() != ProblemCode.AGENT).toList();
    return PlanBasis.of(
        status.node(),
        status.plan().options(),
        status.metallbClass(),
        ClusterPicture.of(status.allocations(), status.plan(), problems));
  }
}
