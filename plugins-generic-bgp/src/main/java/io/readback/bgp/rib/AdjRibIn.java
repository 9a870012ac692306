package io.readback.bgp.rib;

import io.readback.bgp.message.Update;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.observe.ReceivedRoute.Staleness;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a peer told us. Counted and shown, never installed or advertised again. A route that cannot
 * be used (loops) or that policy refuses is received and not accepted. What goes beyond {@link
 * #MOST_ROUTES}, {@link #MOST_PATHS} or {@link #MOST_OF_PREFIX} is not kept, so that no peer can
 * exhaust the memory. Used by one thread.
 */
public final class AdjRibIn {
  /** Routes that are kept; more than any router sends to a host that only announces. */
  public static final int MOST_ROUTES = 200_000;

  /** Paths that differ and are kept; each may hold a message's worth of attributes. */
  public static final int MOST_PATHS = 10_000;

  /** Paths of one prefix that are kept (RFC 7911); a change looks at each of them. */
  public static final int MOST_OF_PREFIX = 64;

  private static final long NO_ID = -1;

  private PrefixMap<ReceivedRoute> received = PrefixMap.empty();
  private PrefixMap<ReceivedRoute> accepted = PrefixMap.empty();
  private final FamilyTally receivedPaths = new FamilyTally();
  private final FamilyTally acceptedPaths = new FamilyTally();
  private final FamilyTally stalePaths = new FamilyTally();
  private final Map<Path, Interned> paths = new HashMap<>();
  private Predicate<IpPrefix> policy;
  private boolean overflowed;

  private static final class Interned {
    final Path path;
    int uses;

    Interned(Path path) {
      this.path = path;
    }
  }

  /** A number for each family. */
  private static final class FamilyTally {
    private final int[] counts = new int[AddressFamily.values().length];

    void add(AddressFamily family, int change) {
      counts[family.ordinal()] += change;
    }

    int of(AddressFamily family) {
      return counts[family.ordinal()];
    }

    int all() {
      int all = 0;
      for (int count : counts) {
        all += count;
      }
      return all;
    }
  }

  /**
   * @param policy which prefixes count as accepted
   */
  public AdjRibIn(Predicate<IpPrefix> policy) {
    this.policy = policy;
  }

  /**
   * Takes in an UPDATE.
   *
   * @param eligible whether its announced routes may be used at all
   */
  public void update(Update update, boolean eligible, Instant now) {
    for (Update.Unreach unreach : update.unreach()) {
      for (int i = 0; i < unreach.prefixes().size(); i++) {
        remove(unreach.prefixes().get(i), id(unreach.pathIds(), i));
      }
    }
    for (Update.Reach reach : update.reach()) {
      if (reach.prefixes().isEmpty()) {
        continue;
      }
      Path path =
          new Path(List.of(new NextHop.Address(reach.nextHop())), update.attributes().path());
      for (int i = 0; i < reach.prefixes().size(); i++) {
        put(reach.prefixes().get(i), id(reach.pathIds(), i), path, eligible, now);
      }
    }
  }

  private static long id(List<Long> ids, int index) {
    return ids.isEmpty() ? NO_ID : ids.get(index);
  }

  private void put(IpPrefix prefix, long id, Path path, boolean eligible, Instant now) {
    List<ReceivedRoute> routes = without(prefix, id);
    boolean full =
        receivedPaths.all() >= MOST_ROUTES
            || routes.size() >= MOST_OF_PREFIX
            || paths.size() >= MOST_PATHS && !paths.containsKey(path);
    if (full) {
      overflowed = true;
      store(prefix, routes);
      return;
    }
    Interned interned = paths.computeIfAbsent(path, Interned::new);
    interned.uses++;
    ReceivedRoute route =
        new ReceivedRoute(
            interned.path,
            now,
            id == NO_ID ? OptionalLong.empty() : OptionalLong.of(id),
            eligible,
            Staleness.FRESH,
            List.of());
    int at = 0;
    while (at < routes.size() && id(routes.get(at)) < id) {
      at++;
    }
    routes.add(at, route);
    store(prefix, routes);
  }

  private void remove(IpPrefix prefix, long id) {
    if (received.containsKey(prefix)) {
      store(prefix, without(prefix, id));
    }
  }

  /** The paths of a prefix but for one, whose attributes are released. */
  private List<ReceivedRoute> without(IpPrefix prefix, long id) {
    ReceivedRoute before = received.get(prefix);
    List<ReceivedRoute> routes = new ArrayList<>(before == null ? 1 : before.count() + 1);
    if (before != null) {
      before
          .all()
          .forEach(
              route -> {
                if (id(route) == id) {
                  release(route.path());
                } else {
                  routes.add(route);
                }
              });
    }
    return routes;
  }

  private static long id(ReceivedRoute route) {
    return route.pathId().orElse(NO_ID);
  }

  private void release(Path path) {
    Interned interned = paths.get(path);
    if (interned != null && --interned.uses == 0) {
      paths.remove(path);
    }
  }

  /** Makes {@code routes} all there is of a prefix. */
  private void store(IpPrefix prefix, List<ReceivedRoute> routes) {
    AddressFamily family = prefix.family();
    ReceivedRoute before = received.get(prefix);
    ReceivedRoute after = join(routes);
    received = after == null ? received.without(prefix) : received.with(prefix, after);
    receivedPaths.add(family, count(after) - count(before));
    stalePaths.add(family, stale(after) - stale(before));
    accept(prefix, after);
  }

  private void accept(IpPrefix prefix, @Nullable ReceivedRoute route) {
    ReceivedRoute before = accepted.get(prefix);
    ReceivedRoute after = route == null || !policy.test(prefix) ? null : eligible(route);
    if (after == null) {
      accepted = before == null ? accepted : accepted.without(prefix);
    } else {
      accepted = accepted.with(prefix, after);
    }
    acceptedPaths.add(prefix.family(), count(after) - count(before));
  }

  private static @Nullable ReceivedRoute eligible(ReceivedRoute route) {
    if (route.further().isEmpty()) {
      return route.eligible() ? route : null;
    }
    return join(route.all().filter(ReceivedRoute::eligible).toList());
  }

  private static @Nullable ReceivedRoute join(List<ReceivedRoute> routes) {
    return switch (routes.size()) {
      case 0 -> null;
      case 1 -> routes.get(0);
      default -> routes.get(0).with(routes.subList(1, routes.size()));
    };
  }

  private static int count(@Nullable ReceivedRoute route) {
    return route == null ? 0 : route.count();
  }

  private static int stale(@Nullable ReceivedRoute route) {
    return route == null ? 0 : (int) route.all().filter(ReceivedRoute::stale).count();
  }

  /** Judges all routes by another policy. */
  public void policy(Predicate<IpPrefix> value) {
    policy = value;
    for (Map.Entry<IpPrefix, ReceivedRoute> e : received) {
      accept(e.getKey(), e.getValue());
    }
  }

  /**
   * The session has ended and the peer may come back: its routes become stale. Those that were
   * stale before go, so that none outlives two sessions (RFC 4724 section 4.2).
   *
   * @param longLived whether long-lived ones stay as they are (RFC 9494 section 4.2)
   */
  public void stale(AddressFamily family, boolean longLived) {
    rewrite(
        family,
        route ->
            switch (route.staleness()) {
              case FRESH -> route.with(Staleness.STALE);
              case STALE -> null;
              case LONG_LIVED -> longLived ? route : null;
            });
  }

  /** The peer is late: stale routes become long-lived, but for those that must not (RFC 9494). */
  public void longLived(AddressFamily family) {
    rewrite(
        family,
        route ->
            route.staleness() != Staleness.STALE
                ? route
                : LongLived.allows(route.path().attributes())
                    ? route.with(Staleness.LONG_LIVED)
                    : null);
  }

  /** Forgets the routes that are so stale. */
  public void drop(AddressFamily family, Staleness staleness) {
    if (stalePaths.of(family) > 0) {
      rewrite(family, route -> route.staleness() == staleness ? null : route);
    }
  }

  /** Forgets every route of a family. */
  public void clear(AddressFamily family) {
    AddressFamily other = family == AddressFamily.IPV4 ? AddressFamily.IPV6 : AddressFamily.IPV4;
    if (receivedPaths.of(other) == 0) {
      paths.clear();
      overflowed = false;
    } else {
      received.only(family).forEach(e -> e.getValue().all().forEach(r -> release(r.path())));
    }
    received = received.only(other);
    accepted = accepted.only(other);
    receivedPaths.add(family, -receivedPaths.of(family));
    acceptedPaths.add(family, -acceptedPaths.of(family));
    stalePaths.add(family, -stalePaths.of(family));
  }

  private void rewrite(AddressFamily family, UnaryOperator<@Nullable ReceivedRoute> change) {
    for (Map.Entry<IpPrefix, ReceivedRoute> e : received.only(family)) {
      List<ReceivedRoute> after = new ArrayList<>(e.getValue().count());
      e.getValue()
          .all()
          .forEach(
              route -> {
                ReceivedRoute next = change.apply(route);
                if (next == null) {
                  release(route.path());
                } else {
                  after.add(next);
                }
              });
      store(e.getKey(), after);
    }
  }

  /** Whether more was received than is kept. */
  public boolean overflowed() {
    return overflowed;
  }

  public PrefixMap<ReceivedRoute> received() {
    return received;
  }

  public PrefixMap<ReceivedRoute> accepted() {
    return accepted;
  }

  /** How many paths were received. */
  public int receivedPaths(AddressFamily family) {
    return receivedPaths.of(family);
  }

  /** How many of them are in use. */
  public int acceptedPaths(AddressFamily family) {
    return acceptedPaths.of(family);
  }

  /** How many of them are left from a session that has ended. */
  public int stalePaths(AddressFamily family) {
    return stalePaths.of(family);
  }
}
