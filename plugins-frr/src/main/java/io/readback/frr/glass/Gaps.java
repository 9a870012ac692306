package io.readback.frr.glass;

import io.readback.frr.show.BgpPath;
import io.readback.frr.show.RibRoute;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Interest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where the tables are not as expected.
 *
 * @param missing expected paths that BGP's table does not have: the prefixes by the peer that
 *     should have sent them
 * @param unusable paths in the table that cannot be used
 * @param unselected usable paths that were not chosen
 * @param notInstalled prefixes with a chosen path that is not in the forwarding table
 * @param leaving whether the forwarding table has a next hop whose path BGP's table has no more
 */
record Gaps(
    SortedMap<PeerFamily, SortedSet<IpPrefix>> missing,
    List<At> unusable,
    List<At> unselected,
    SortedSet<IpPrefix> notInstalled,
    boolean leaving) {
  /** A path of a prefix. */
  record At(IpPrefix prefix, BgpPath path) {}

  Gaps {
    missing = Collections.unmodifiableSortedMap(new TreeMap<>(missing));
    unusable = List.copyOf(unusable);
    unselected = List.copyOf(unselected);
    notInstalled = Collections.unmodifiableSortedSet(new TreeSet<>(notInstalled));
  }

  static Gaps of(FrrTables tables, Interest interest) {
    return new Search(tables, interest).run();
  }

  /**
   * Whether what is not installed may only be on its way, or on its way out: BGP and the forwarding
   * table are not read at the same instant, and FRR batches changes between them for some 50 ms.
   */
  boolean mayBeOnTheWay(FrrTables tables) {
    return leaving || notInstalled.stream().anyMatch(p -> onTheWay(tables.routesOf(p)));
  }

  private static boolean onTheWay(List<RibRoute> routes) {
    for (RibRoute route : routes) {
      if (route.inForwardingTable() && !route.protocol().equals("bgp")) {
        return false;
      }
      if (route.failed()) {
        return false;
      }
    }
    return true;
  }

  private static final class Search {
    private final FrrTables tables;
    private final Interest interest;
    private final SortedMap<IpAddress, SortedSet<IpAddress>> sendersOf = new TreeMap<>();
    private final SortedMap<PeerFamily, SortedSet<IpPrefix>> missing = new TreeMap<>();
    private final List<At> unusable = new ArrayList<>();
    private final List<At> unselected = new ArrayList<>();
    private final SortedSet<IpPrefix> notInstalled = new TreeSet<>();
    private boolean leaving;

    Search(FrrTables tables, Interest interest) {
      this.tables = tables;
      this.interest = interest;
      for (List<BgpPath> paths : tables.paths().values()) {
        for (BgpPath path : paths) {
          path.peer()
              .ifPresent(
                  peer ->
                      path.nextHops()
                          .forEach(
                              hop ->
                                  sendersOf.computeIfAbsent(hop, h -> new TreeSet<>()).add(peer)));
        }
      }
    }

    Gaps run() {
      for (Map.Entry<IpPrefix, SortedSet<IpAddress>> entry : interest.prefixes()) {
        if (!entry.getValue().isEmpty()) {
          look(entry.getKey(), entry.getValue());
        }
      }
      return new Gaps(missing, unusable, unselected, notInstalled, leaving);
    }

    private void look(IpPrefix prefix, SortedSet<IpAddress> expected) {
      List<BgpPath> paths = tables.pathsOf(prefix);
      SortedSet<IpAddress> installed =
          tables
              .installed(prefix)
              .filter(r -> r.protocol().equals("bgp"))
              .map(r -> tables.nextHops(prefix, r))
              .orElse(Collections.emptySortedSet());
      for (IpAddress hop : expected) {
        Optional<BgpPath> path = path(paths, hop);
        if (path.isEmpty()) {
          leaving |= installed.contains(hop);
          for (IpAddress peer : senders(prefix, hop, paths)) {
            missing
                .computeIfAbsent(new PeerFamily(peer, prefix.family()), pf -> new TreeSet<>())
                .add(prefix);
          }
        } else if (!path.get().has(BgpPath.Mark.VALID)) {
          unusable.add(new At(prefix, path.get()));
        } else if (!path.get().selected()) {
          unselected.add(new At(prefix, path.get()));
        } else if (path.get().nextHops().stream().noneMatch(installed::contains)) {
          notInstalled.add(prefix);
        }
      }
    }

    private static Optional<BgpPath> path(List<BgpPath> paths, IpAddress hop) {
      Optional<BgpPath> byHop = paths.stream().filter(p -> p.nextHops().contains(hop)).findFirst();
      return byHop.or(
          () -> paths.stream().filter(p -> p.peer().equals(Optional.of(hop))).findFirst());
    }

    /**
     * Which peer should have sent a path with this next hop: the one with that address, else one
     * that sends other prefixes with it, else any that has not sent this prefix.
     */
    private SortedSet<IpAddress> senders(IpPrefix prefix, IpAddress hop, List<BgpPath> paths) {
      SortedSet<IpAddress> senders = new TreeSet<>();
      if (interest.peers().containsKey(hop)) {
        senders.add(hop);
        return senders;
      }
      senders.addAll(sendersOf.getOrDefault(hop, Collections.emptySortedSet()));
      senders.retainAll(interest.peers().keySet());
      if (senders.isEmpty()) {
        interest
            .peers()
            .forEach(
                (address, peer) -> {
                  if (peer.families().contains(prefix.family())) {
                    senders.add(address);
                  }
                });
        paths.forEach(p -> p.peer().ifPresent(senders::remove));
      }
      return senders;
    }
  }
}
