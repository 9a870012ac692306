package io.readback.bgp.session;

import io.readback.bgp.rib.EncodedTable;
import io.readback.bgp.rib.RouteDelta;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The encoded tables of all peers: one for all peers that share a version of the routes. */
final class TablePool {
  private final SortedMap<TargetId, EncodedTable> tables = new TreeMap<>();

  /**
   * What a peer is to do.
   *
   * @param table the table to follow
   * @param delta by how much it moved, where the peer followed it before
   */
  record Move(EncodedTable table, Optional<RouteDelta> delta) {}

  /** Moves every table to the version wanted, each shared version once. */
  SortedMap<TargetId, Move> move(SortedMap<TargetId, RouteTable> wanted) {
    Map<Object, List<TargetId>> sharing = new IdentityHashMap<>();
    List<Object> order = new ArrayList<>();
    wanted.forEach(
        (id, routes) -> {
          List<TargetId> group = sharing.get(routes.paths());
          if (group == null) {
            group = new ArrayList<>();
            sharing.put(routes.paths(), group);
            order.add(routes.paths());
          }
          group.add(id);
        });
    tables.keySet().retainAll(wanted.keySet());
    SortedMap<TargetId, Move> moves = new TreeMap<>();
    Set<EncodedTable> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Object version : order) {
      List<TargetId> group = sharing.getOrDefault(version, List.of());
      RouteTable routes = wanted.get(group.get(0));
      if (routes != null) {
        move(group, routes, taken, moves);
      }
    }
    return moves;
  }

  /** Moves the table of one peer; those who shared it stay where they are. */
  Optional<Move> move(TargetId id, RouteTable wanted) {
    EncodedTable table = table(id);
    if (table.version().paths() == wanted.paths()) {
      return Optional.empty();
    }
    if (shared(table)) {
      EncodedTable own = table.copy();
      own.advance(wanted);
      tables.put(id, own);
      return Optional.of(new Move(own, Optional.empty()));
    }
    return Optional.of(new Move(table, Optional.of(table.advance(wanted))));
  }

  private boolean shared(EncodedTable table) {
    int followers = 0;
    for (EncodedTable other : tables.values()) {
      if (other == table && ++followers > 1) {
        return true;
      }
    }
    return false;
  }

  /** The table a peer follows; an empty one for a peer that is not known. */
  EncodedTable table(TargetId id) {
    return tables.computeIfAbsent(id, i -> new EncodedTable());
  }

  private void move(
      List<TargetId> group,
      RouteTable routes,
      Set<EncodedTable> taken,
      SortedMap<TargetId, Move> moves) {
    EncodedTable table = choose(group, taken);
    taken.add(table);
    Optional<RouteDelta> delta =
        table.version().paths() == routes.paths()
            ? Optional.empty()
            : Optional.of(table.advance(routes));
    for (TargetId id : group) {
      boolean followed = tables.put(id, table) == table;
      if (!followed) {
        moves.put(id, new Move(table, Optional.empty()));
      } else if (delta.isPresent()) {
        moves.put(id, new Move(table, delta));
      }
    }
  }

  /** A table that the group has already and nobody else took, or one made for it. */
  private EncodedTable choose(List<TargetId> group, Set<EncodedTable> taken) {
    EncodedTable near = null;
    for (TargetId id : group) {
      @Nullable EncodedTable own = tables.get(id);
      if (own == null) {
        continue;
      }
      if (!taken.contains(own)) {
        return own;
      }
      near = own;
    }
    return near == null ? new EncodedTable() : near.copy();
  }
}
