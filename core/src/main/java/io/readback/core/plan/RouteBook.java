package io.readback.core.plan;

import io.readback.core.model.Problem;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/** What each Service and each node contributes to which table, for one set of classes. */
final class RouteBook {
  private final Map<PathAttributes, Path> paths;
  private final List<ClassBook> classes = new ArrayList<>();
  private final Map<ExportClass, ExportTable> tables = new HashMap<>();
  private final Map<ServiceRef, List<List<Contribution>>> contributions = new HashMap<>();
  private final SettingsConflicts conflicts = new SettingsConflicts();
  private PrefixMap<TreePSet<ServiceRef>> serviceOwners = PrefixMap.empty();
  private final TreeSet<IpPrefix> aggregates = new TreeSet<>();
  private PrefixMap<TreePSet<String>> nodeOwners = PrefixMap.empty();

  private record ClassBook(ExportClass exports, SortedSet<String> members, ExportTable table) {}

  /**
   * A book with what nodes announce of their own alone.
   *
   * @param paths all paths made so far, so that equal ones are one object; is added to
   */
  RouteBook(Topology topology, Map<PathAttributes, Path> paths) {
    this.paths = paths;
    topology.classes().forEach(this::addClass);
  }

  private void addClass(ExportClass exports, SortedMap<String, List<NodeRoute>> nodes) {
    SortedSet<String> members = new TreeSet<>(nodes.keySet());
    ExportTable table = new ExportTable(exports, members, paths);
    tables.put(exports, table);
    classes.add(new ClassBook(exports, members, table));
    List<Contribution> own = new ArrayList<>();
    nodes.forEach((node, routes) -> routes.forEach(r -> own.add(ofNode(r, node))));
    table.replace(List.of(), own);
  }

  private Contribution ofNode(NodeRoute route, String node) {
    TreePSet<String> known = nodeOwners.get(route.prefix());
    nodeOwners =
        nodeOwners.with(
            route.prefix(), known == null ? TreePSet.singleton(node) : known.plus(node));
    return new Contribution(
        route.prefix(),
        Reach.of(new TreeSet<>(Set.of(node))),
        route.attributes(),
        route.adjustment());
  }

  ExpectedView.Owners owners() {
    return new ExpectedView.Owners(serviceOwners, nodeOwners);
  }

  /** The prefixes around addresses of Services that are announced in their place, in order. */
  SortedSet<IpPrefix> aggregates() {
    return Collections.unmodifiableSortedSet(aggregates);
  }

  RouteTable table(ExportClass exports, String node) {
    ExportTable found = tables.get(exports);
    return found == null ? RouteTable.EMPTY : found.table(node);
  }

  /** Works out these Services again. */
  void replaceAll(Collection<ServiceRef> services, PlanInput input) {
    List<List<Contribution>> before = new ArrayList<>();
    List<List<Contribution>> after = new ArrayList<>();
    classes.forEach(
        c -> {
          before.add(new ArrayList<>());
          after.add(new ArrayList<>());
        });
    for (ServiceRef ref : services) {
      List<List<Contribution>> old = contributions.getOrDefault(ref, List.of());
      @Nullable Service service = input.state().services().get(ref);
      conflicts.put(ref, service == null ? Set.of() : conflicts(service));
      List<List<Contribution>> made = contributions(service, input);
      if (made.equals(old)) {
        continue;
      }
      for (int i = 0; i < classes.size(); i++) {
        List<Contribution> was = old.isEmpty() ? List.of() : old.get(i);
        List<Contribution> is = made.isEmpty() ? List.of() : made.get(i);
        if (!was.equals(is)) {
          before.get(i).addAll(was);
          after.get(i).addAll(is);
        }
      }
      own(ref, old, made);
      if (made.isEmpty()) {
        contributions.remove(ref);
      } else {
        contributions.put(ref, made);
      }
    }
    for (int i = 0; i < classes.size(); i++) {
      if (!before.get(i).isEmpty() || !after.get(i).isEmpty()) {
        classes.get(i).table().replace(before.get(i), after.get(i));
      }
    }
  }

  private Set<RouteRules.Conflict> conflicts(Service service) {
    Set<RouteRules.Conflict> out = new HashSet<>();
    classes.forEach(c -> out.addAll(c.exports().conflicts(service)));
    return out;
  }

  /** What is to be said of settings that contradict each other. */
  List<Problem> conflicts() {
    return conflicts.problems();
  }

  /** By class; empty where there is nothing for any class. */
  private List<List<Contribution>> contributions(@Nullable Service service, PlanInput input) {
    if (service == null) {
      return List.of();
    }
    List<List<Contribution>> out = new ArrayList<>(classes.size());
    boolean any = false;
    for (ClassBook c : classes) {
      List<Contribution> of = new ArrayList<>(2);
      for (ExportClass.Export export : c.exports().exports(service, input)) {
        export.contribution().among(c.members()).ifPresent(of::add);
      }
      any |= !of.isEmpty();
      out.add(of);
    }
    return any ? out : List.of();
  }

  private void own(
      ServiceRef ref, List<List<Contribution>> before, List<List<Contribution>> after) {
    Set<IpPrefix> had = prefixes(before);
    Set<IpPrefix> has = prefixes(after);
    for (IpPrefix prefix : had) {
      TreePSet<ServiceRef> known = serviceOwners.get(prefix);
      if (!has.contains(prefix) && known != null) {
        TreePSet<ServiceRef> left = known.minus(ref);
        serviceOwners =
            left.isEmpty() ? serviceOwners.without(prefix) : serviceOwners.with(prefix, left);
        if (left.isEmpty()) {
          aggregates.remove(prefix);
        }
      }
    }
    for (IpPrefix prefix : has) {
      if (!had.contains(prefix)) {
        if (!prefix.isHost()) {
          aggregates.add(prefix);
        }
        TreePSet<ServiceRef> known = serviceOwners.get(prefix);
        serviceOwners =
            serviceOwners.with(prefix, known == null ? TreePSet.singleton(ref) : known.plus(ref));
      }
    }
  }

  private static Set<IpPrefix> prefixes(List<List<Contribution>> contributions) {
    Set<IpPrefix> out = new HashSet<>();
    contributions.forEach(of -> of.forEach(c -> out.add(c.prefix())));
    return out;
  }

  /** Makes this book's tables successors of those of an older book. */
  void continueFrom(RouteBook old, Topology before, Topology now) {
    Set<ExportClass> done = new HashSet<>();
    for (Topology.NodeSessions node : now.nodes().values()) {
      for (Topology.Session session : node.sessions()) {
        ExportTable was = old.tables.get(exports(before, node.facts().name(), session));
        ExportTable is = tables.get(session.exports());
        if (was != null && is != null && done.add(session.exports())) {
          is.continueFrom(was);
        }
      }
    }
  }

  private static @Nullable ExportClass exports(
      Topology topology, String node, Topology.Session session) {
    Topology.NodeSessions sessions = topology.nodes().get(node);
    if (sessions != null) {
      for (Topology.Session candidate : sessions.sessions()) {
        if (candidate.target().id().equals(session.target().id())) {
          return candidate.exports();
        }
      }
    }
    return null;
  }
}
