package io.readback.core.plan;

import io.readback.core.model.BgpAdvertisement;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one export class on all its nodes. Most routes are the same on every node; these
 * are kept once, and a node whose own routes are few is the common table with a few paths changed.
 * A node with many own routes has a table that is patched by itself.
 */
final class ExportTable {
  /**
   * Up to this many own routes a node's table is made anew from the common one, which keeps what
   * nodes share.
   */
  private static final int FEW = 8;

  private final ExportClass exports;
  private final AttributeUnion union;
  private final Map<IpPrefix, Map<Cause, Integer>> causes = new HashMap<>();
  private final SortedMap<String, NodeTable> nodes = new TreeMap<>();
  private PrefixMap<Path> common = PrefixMap.empty();

  /** What several contributions have in common, so that an aggregate of many costs little. */
  private record Cause(Reach reach, BgpAdvertisement.Attributes attributes, Adjustment adjustment) {
    static Cause of(Contribution c) {
      return new Cause(c.reach(), c.attributes(), c.adjustment());
    }
  }

  private static final class NodeTable {
    private PrefixMap<Path> own = PrefixMap.empty();
    private RouteTable table = RouteTable.EMPTY;
  }

  ExportTable(ExportClass exports, SortedSet<String> members, Map<PathAttributes, Path> paths) {
    this.exports = exports;
    union = new AttributeUnion(exports.carriesLocalPreference(), paths);
    members.forEach(m -> nodes.put(m, new NodeTable()));
  }

  ExportClass exports() {
    return exports;
  }

  RouteTable table(String node) {
    NodeTable found = nodes.get(node);
    return found == null ? RouteTable.EMPTY : found.table;
  }

  /**
   * Makes the tables successors of those of an older class: equal ones become the same object,
   * others share what they can with it.
   */
  void continueFrom(ExportTable before) {
    common = successor(before.common, common);
    nodes.forEach(
        (name, node) -> {
          RouteTable old = before.table(name);
          PrefixMap<Path> paths = isFew(node, 0) ? derive(node) : node.table.paths();
          PrefixMap<Path> next = successor(old.paths(), paths);
          if (next == old.paths()) {
            node.table = old;
          } else {
            node.table = new RouteTable(isFew(node, 0) ? paths : next);
          }
        });
  }

  private static PrefixMap<Path> successor(PrefixMap<Path> before, PrefixMap<Path> after) {
    List<PrefixMap<Path>> patched = new ArrayList<>(List.of(before));
    PrefixMap.changes(
        before,
        after,
        new PrefixMap.ChangeVisitor<Path>() {
          @Override
          public void added(IpPrefix prefix, Path path) {
            patched.set(0, patched.get(0).with(prefix, path));
          }

          @Override
          public void removed(IpPrefix prefix, Path path) {
            patched.set(0, patched.get(0).without(prefix));
          }

          @Override
          public void changed(IpPrefix prefix, Path was, Path is) {
            patched.set(0, patched.get(0).with(prefix, is));
          }
        });
    return patched.get(0);
  }

  /** Exchanges contributions; says whether a route changed. */
  boolean replace(Collection<Contribution> before, Collection<Contribution> after) {
    Map<IpPrefix, SortedSet<String>> affected = new LinkedHashMap<>();
    for (Contribution c : before) {
      remember(affected, c);
      count(c, -1);
    }
    for (Contribution c : after) {
      remember(affected, c);
      count(c, 1);
    }
    return update(affected);
  }

  private static void remember(Map<IpPrefix, SortedSet<String>> affected, Contribution c) {
    affected.computeIfAbsent(c.prefix(), p -> new TreeSet<>()).addAll(c.reach().nodes());
  }

  private void count(Contribution c, int step) {
    Map<Cause, Integer> of = causes.computeIfAbsent(c.prefix(), p -> new LinkedHashMap<>(2));
    Integer left = of.merge(Cause.of(c), step, Integer::sum);
    if (left == 0) {
      of.remove(Cause.of(c));
      if (of.isEmpty()) {
        causes.remove(c.prefix());
      }
    }
  }

  /**
   * @param affected changed prefixes, each with the nodes that had or have routes of their own
   */
  private boolean update(Map<IpPrefix, SortedSet<String>> affected) {
    PrefixMap<Path> commonBefore = common;
    Set<String> ownChanged = new HashSet<>();
    affected.forEach(
        (prefix, involved) -> {
          Set<Cause> present = causes.getOrDefault(prefix, Map.of()).keySet();
          Set<String> concerned = involved;
          Path shared = path(present, null);
          if (shared != common.get(prefix)) {
            common = put(common, prefix, shared);
            concerned = new TreeSet<>(involved);
            for (Cause cause : present) {
              concerned.addAll(cause.reach().nodes());
            }
          }
          for (String node : concerned) {
            updateOwn(node, prefix, present, ownChanged);
          }
        });
    boolean changed = false;
    for (Map.Entry<String, NodeTable> e : nodes.entrySet()) {
      NodeTable node = e.getValue();
      if (common != commonBefore || ownChanged.contains(e.getKey())) {
        changed |= rebuild(node, affected.keySet());
      }
    }
    return changed;
  }

  private void updateOwn(String node, IpPrefix prefix, Set<Cause> present, Set<String> ownChanged) {
    NodeTable table = nodes.get(node);
    if (table == null) {
      return;
    }
    boolean own = present.stream().anyMatch(c -> c.reach().nodes().contains(node));
    PrefixMap<Path> after = put(table.own, prefix, own ? path(present, node) : null);
    if (after != table.own) {
      table.own = after;
      ownChanged.add(node);
    }
  }

  private boolean rebuild(NodeTable node, Collection<IpPrefix> affected) {
    PrefixMap<Path> paths;
    if (isFew(node, affected.size())) {
      paths = derive(node);
    } else {
      paths = node.table.paths();
      for (IpPrefix prefix : affected) {
        Path own = node.own.get(prefix);
        paths = put(paths, prefix, own != null ? own : common.get(prefix));
      }
    }
    if (paths == node.table.paths()) {
      return false;
    }
    node.table = new RouteTable(paths);
    return true;
  }

  private static boolean isFew(NodeTable node, int affected) {
    return node.own.size() <= Math.max(FEW, affected);
  }

  private PrefixMap<Path> derive(NodeTable node) {
    PrefixMap<Path> paths = common;
    for (Map.Entry<IpPrefix, Path> e : node.own) {
      paths = paths.with(e.getKey(), e.getValue());
    }
    return paths;
  }

  /** The path for everywhere, or for one node; null where nothing announces the prefix there. */
  private @Nullable Path path(Set<Cause> present, @Nullable String node) {
    List<AttributeUnion.Part> parts = new ArrayList<>(present.size());
    for (Cause cause : present) {
      if (cause.reach().everywhere() || (node != null && cause.reach().nodes().contains(node))) {
        parts.add(new AttributeUnion.Part(cause.attributes(), cause.adjustment()));
      }
    }
    return parts.isEmpty() ? null : union.path(parts);
  }

  private static PrefixMap<Path> put(PrefixMap<Path> map, IpPrefix prefix, @Nullable Path path) {
    return path == null ? map.without(prefix) : map.with(prefix, path);
  }
}
