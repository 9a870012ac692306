package io.readback.core.plan;

import io.readback.core.model.BgpRouteSettings;
import io.readback.core.model.BgpRouteSettings.LinkBandwidth;
import io.readback.core.model.Drain;
import io.readback.core.model.Service;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.route.ExtendedCommunity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a dialect announces, with our own dialect's settings and drains laid over it.
 *
 * @param dialect what is announced as far as the dialect says
 * @param settings those that select the sessions, by age
 * @param localAsn the AS number of ours on the sessions; 0 without settings
 * @param external whether the sessions surely are; false without settings
 * @param phase how far the drain of the sessions or of their node is
 */
record SettledExports(
    ExportClass dialect,
    List<BgpRouteSettings> settings,
    long localAsn,
    boolean external,
    DrainPhase phase)
    implements ExportClass {
  SettledExports {
    settings = List.copyOf(settings);
    if (settings.isEmpty()) {
      localAsn = 0;
      external = false;
    }
  }

  @Override
  public SortedSet<AddressFamily> families() {
    return dialect.families();
  }

  @Override
  public boolean carriesLocalPreference() {
    return dialect.carriesLocalPreference();
  }

  @Override
  public SortedMap<String, Integer> endpoints(
      Service service, ServiceAddress address, PlanInput input) {
    return dialect.endpoints(service, address, input);
  }

  @Override
  public List<NodeRoute> ofNode(NodeFacts node) {
    return switch (phase) {
      case NONE -> dialect.ofNode(node);
      case DRAINING ->
          dialect.ofNode(node).stream()
              .map(r -> new NodeRoute(r.kind(), r.prefix(), r.attributes(), Adjustment.DRAINING))
              .toList();
      case DRAINED -> List.of();
    };
  }

  @Override
  public List<Export> exports(Service service, PlanInput input) {
    if (phase == DrainPhase.DRAINED) {
      return List.of();
    }
    List<Export> plain = dialect.exports(service, input);
    if (plain.isEmpty()
        || (settings.isEmpty()
            && phase == DrainPhase.NONE
            && !service.annotations().has(Drain.ANNOTATION))) {
      return plain;
    }
    RouteRules rules = new RouteRules(settings, service);
    DrainPhase drain = phase(service, rules, input);
    if (drain == DrainPhase.DRAINED) {
      return List.of();
    }
    Adjustment adjustment = rules.adjustment(localAsn, external, drain == DrainPhase.DRAINING);
    List<Export> out = new ArrayList<>(plain.size());
    for (Export export : plain) {
      if (rules.bandwidth().isPresent() && !export.contribution().reach().everywhere()) {
        weighted(export, adjustment, rules.bandwidth().get(), service, input, out);
      } else {
        out.add(
            new Export(export.address(), with(export, export.contribution().reach(), adjustment)));
      }
    }
    return out;
  }

  private static Contribution with(Export export, Reach reach, Adjustment adjustment) {
    Contribution c = export.contribution();
    return new Contribution(c.prefix(), reach, c.attributes(), adjustment);
  }

  /** One export for each number of endpoints that a node may have. */
  private void weighted(
      Export export,
      Adjustment adjustment,
      LinkBandwidth bandwidth,
      Service service,
      PlanInput input,
      List<Export> out) {
    SortedMap<Integer, SortedSet<String>> byCount = new TreeMap<>();
    SortedMap<String, Integer> counts = dialect.endpoints(service, export.address(), input);
    for (String node : export.contribution().reach().nodes()) {
      byCount.computeIfAbsent(counts.getOrDefault(node, 0), c -> new TreeSet<>()).add(node);
    }
    byCount.forEach(
        (count, nodes) ->
            out.add(
                new Export(
                    export.address(),
                    with(
                        export,
                        Reach.of(nodes),
                        adjustment.with(
                            ExtendedCommunity.linkBandwidth(
                                localAsn,
                                count * bandwidth.perEndpoint(),
                                bandwidth.transitive()))))));
  }

  private DrainPhase phase(Service service, RouteRules rules, PlanInput input) {
    DrainPhase out = phase.further(input.drains().phase(new DrainSubject.OfService(service.ref())));
    for (BgpRouteSettings s : rules.draining()) {
      out = out.further(input.drains().phase(new DrainSubject.OfRoutes(service.ref(), s.name())));
    }
    return out;
  }

  @Override
  public List<RouteRules.Conflict> conflicts(Service service) {
    return settings.size() < 2 ? List.of() : new RouteRules(settings, service).conflicts();
  }

  @Override
  public Optional<Ruling> ruling(Service service, ServiceAddress address, PlanInput input) {
    return dialect
        .ruling(service, address, input)
        .map(
            ruling -> {
              RouteRules rules = new RouteRules(settings, service);
              return (node, session) ->
                  settled(
                      ruling.on(node, session),
                      phase(service, rules, input),
                      service,
                      rules,
                      session);
            });
  }

  private static ServicePlan.Decision settled(
      ServicePlan.Decision plain,
      DrainPhase phase,
      Service service,
      RouteRules rules,
      Topology.Session session) {
    if (!plain.announced()) {
      return plain;
    }
    if (phase == DrainPhase.DRAINED) {
      return ServicePlan.Decision.refused(
          plain.node(), plain.target(), NotAnnounced.DRAINED, reason(service, rules, session));
    }
    List<ServicePlan.Setting> out = new ArrayList<>();
    if (phase == DrainPhase.DRAINING) {
      out.add(
          new ServicePlan.Setting(
              "draining (GRACEFUL_SHUTDOWN, least preference) as "
                  + reason(service, rules, session),
              Optional.empty(),
              io.readback.core.model.Origin.UNKNOWN));
    }
    rules
        .applied()
        .forEach(a -> out.add(new ServicePlan.Setting(a.what(), Optional.of(a.by()), a.origin())));
    return plain.with(out);
  }

  private static String reason(Service service, RouteRules rules, Topology.Session session) {
    if (!session.drainReason().isEmpty()) {
      return session.drainReason();
    }
    return Drain.of(service.annotations()).isPresent() || rules.draining().isEmpty()
        ? "the Service is annotated with " + Drain.ANNOTATION
        : rules.draining().get(0).ref() + " drains it";
  }
}
