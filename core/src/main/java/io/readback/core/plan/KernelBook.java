package io.readback.core.plan;

import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.KernelTable.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which routes the kernels of which nodes hold. Follows Service by Service. */
final class KernelBook {
  private final List<KernelOffer> offers;
  private final List<Table> tables = new ArrayList<>();
  private final Map<ServiceRef, List<List<Contribution>>> contributions = new HashMap<>();

  /** The routes of one manifest. */
  private interface Table {
    KernelOffer offer();

    void replace(List<ServiceContribution> before, List<ServiceContribution> after);

    RouteTable of(String node);
  }

  private record ServiceContribution(ServiceRef service, Contribution contribution) {}

  KernelBook(List<KernelOffer> offers, Map<PathAttributes, Path> paths) {
    this.offers = List.copyOf(offers);
    for (KernelOffer offer : offers) {
      tables.add(
          offer.object().mode() == Mode.NEXTHOPS
              ? new Leading(offer)
              : new Own(offer, new ExportTable(offer, offer.members(), paths)));
    }
  }

  List<KernelOffer> offers() {
    return offers;
  }

  /** Works out these Services again. */
  void replaceAll(Collection<ServiceRef> services, PlanInput input) {
    if (tables.isEmpty()) {
      return;
    }
    List<List<ServiceContribution>> before = new ArrayList<>();
    List<List<ServiceContribution>> after = new ArrayList<>();
    tables.forEach(
        t -> {
          before.add(new ArrayList<>());
          after.add(new ArrayList<>());
        });
    for (ServiceRef ref : services) {
      List<List<Contribution>> was = contributions.getOrDefault(ref, List.of());
      List<List<Contribution>> is = contributions(input.state().services().get(ref), input);
      if (was.equals(is)) {
        continue;
      }
      for (int i = 0; i < tables.size(); i++) {
        List<ServiceContribution> old = before.get(i);
        List<ServiceContribution> made = after.get(i);
        if (!was.isEmpty()) {
          was.get(i).forEach(c -> old.add(new ServiceContribution(ref, c)));
        }
        if (!is.isEmpty()) {
          is.get(i).forEach(c -> made.add(new ServiceContribution(ref, c)));
        }
      }
      if (is.isEmpty()) {
        contributions.remove(ref);
      } else {
        contributions.put(ref, is);
      }
    }
    for (int i = 0; i < tables.size(); i++) {
      if (!before.get(i).isEmpty() || !after.get(i).isEmpty()) {
        tables.get(i).replace(before.get(i), after.get(i));
      }
    }
  }

  /** By manifest; empty where there is nothing for any. */
  private List<List<Contribution>> contributions(@Nullable Service service, PlanInput input) {
    if (service == null) {
      return List.of();
    }
    List<List<Contribution>> out = new ArrayList<>(tables.size());
    boolean any = false;
    for (KernelOffer offer : offers) {
      List<Contribution> of = new ArrayList<>(2);
      SortedSet<String> serving =
          offer.object().mode() == Mode.NEXTHOPS
              ? new TreeSet<>(offer.nexthops().keySet())
              : offer.members();
      for (ExportClass.Export export : offer.exports(service, input)) {
        export.contribution().among(serving).ifPresent(of::add);
      }
      any |= !of.isEmpty();
      out.add(of);
    }
    return any ? out : List.of();
  }

  /** The targets of a node. */
  List<PlannedTarget> targets(String node) {
    List<PlannedTarget> out = new ArrayList<>();
    for (Table table : tables) {
      KernelOffer offer = table.offer();
      if (offer.members().contains(node)) {
        out.add(
            new PlannedTarget(
                new DesiredTarget(offer.object().target(), table.of(node)),
                offer.object().ref(),
                Optional.empty(),
                offer.object().announcer(),
                Optional.empty(),
                Optional.empty()));
      }
    }
    return out;
  }

  /** What is decided for an address of a Service; empty where no manifest is for it. */
  static List<ServicePlan.KernelPlan> plan(
      List<KernelOffer> offers, Service service, ServiceAddress address, PlanInput input) {
    List<ServicePlan.KernelPlan> out = new ArrayList<>();
    for (KernelOffer offer : offers) {
      if (!offer.concerns(service, address)) {
        continue;
      }
      Reach reach = KernelOffer.reach(service, address, input);
      boolean leading = offer.object().mode() == Mode.NEXTHOPS;
      SortedSet<String> serving =
          new TreeSet<>(leading ? offer.nexthops().keySet() : offer.members());
      serving.removeIf(n -> !reach.includes(n));
      SortedSet<String> holding =
          leading ? (serving.isEmpty() ? new TreeSet<>() : offer.members()) : serving;
      out.add(
          new ServicePlan.KernelPlan(
              offer.object().ref(),
              offer.object().target(),
              offer.members(),
              holding,
              leading ? serving : new TreeSet<>()));
    }
    return out;
  }

  /** Routes of nodes to themselves. */
  private record Own(KernelOffer offer, ExportTable table) implements Table {
    @Override
    public void replace(List<ServiceContribution> before, List<ServiceContribution> after) {
      table.replace(
          before.stream().map(ServiceContribution::contribution).toList(),
          after.stream().map(ServiceContribution::contribution).toList());
    }

    @Override
    public RouteTable of(String node) {
      return table.table(node);
    }
  }

  /** Routes that lead to other nodes: the same on all that hold them. */
  private static final class Leading implements Table {
    private final KernelOffer offer;
    private final Map<IpPrefix, SortedMap<ServiceRef, Reach>> reaches = new HashMap<>();
    private final Map<List<NextHop>, Path> paths = new HashMap<>();
    private RouteTable table = RouteTable.EMPTY;

    Leading(KernelOffer offer) {
      this.offer = offer;
    }

    @Override
    public KernelOffer offer() {
      return offer;
    }

    @Override
    public void replace(List<ServiceContribution> before, List<ServiceContribution> after) {
      Set<IpPrefix> touched = new HashSet<>();
      for (ServiceContribution c : before) {
        IpPrefix prefix = c.contribution().prefix();
        touched.add(prefix);
        reaches.getOrDefault(prefix, new TreeMap<>()).remove(c.service());
      }
      for (ServiceContribution c : after) {
        IpPrefix prefix = c.contribution().prefix();
        touched.add(prefix);
        reaches
            .computeIfAbsent(prefix, p -> new TreeMap<>())
            .put(c.service(), c.contribution().reach());
      }
      for (IpPrefix prefix : touched) {
        Path path = path(prefix);
        table = path == null ? table.without(prefix) : table.with(prefix, path);
      }
    }

    private @Nullable Path path(IpPrefix prefix) {
      SortedMap<ServiceRef, Reach> of = reaches.getOrDefault(prefix, new TreeMap<>());
      if (of.isEmpty()) {
        reaches.remove(prefix);
        return null;
      }
      List<NextHop> hops = new ArrayList<>();
      offer
          .nexthops()
          .forEach(
              (node, hop) -> {
                if (of.values().stream().anyMatch(r -> r.includes(node))) {
                  hop.towards(prefix.family()).ifPresent(hops::add);
                }
              });
      return hops.isEmpty()
          ? null
          : paths.computeIfAbsent(List.copyOf(hops), h -> new Path(h, PathAttributes.NONE));
    }

    @Override
    public RouteTable of(String node) {
      return table;
    }
  }
}
