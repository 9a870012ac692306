package io.readback.core.verdict;

import io.readback.core.model.ServiceRef;
import io.readback.core.observe.ObservationBook;
import io.readback.core.observe.RouterPicture;
import io.readback.core.observe.RouterRecord;
import io.readback.core.plan.ExpectedRoutes;
import io.readback.core.plan.ExpectedRoutes.ExpectedHop;
import io.readback.core.plan.ExpectedRoutes.ExpectedRoute;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.Vantage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/**
 * Since when each route is expected as it is, and which were withdrawn and not yet seen gone.
 * Immutable; one step costs what changed.
 */
public final class ExpectationLog {
  /** Nothing was ever expected. */
  public static final ExpectationLog EMPTY = new ExpectationLog(TreePMap.empty());

  private final TreePMap<String, AtRouter> routers;

  private ExpectationLog(TreePMap<String, AtRouter> routers) {
    this.routers = routers;
  }

  /**
   * A route that is not expected any more.
   *
   * @param at when it was withdrawn
   * @param services who it belonged to
   * @param nextHops what it had last
   */
  public record Withdrawn(
      IpPrefix prefix,
      Instant at,
      SortedSet<ServiceRef> services,
      SortedSet<String> podNetworkOf,
      SortedSet<IpAddress> nextHops) {}

  private record AtRouter(
      ExpectedRoutes expected, PrefixMap<Instant> since, PrefixMap<Withdrawn> withdrawn) {
    static final AtRouter EMPTY =
        new AtRouter(ExpectedRoutes.NONE, PrefixMap.empty(), PrefixMap.empty());

    AtRouter next(ExpectedRoutes to, Instant now) {
      Step step = new Step(since, withdrawn, now);
      PrefixMap.changes(expected.routes(), to.routes(), step);
      return new AtRouter(to, step.since, step.withdrawn);
    }
  }

  private static final class Step implements PrefixMap.ChangeVisitor<ExpectedRoute> {
    private final Instant now;
    private PrefixMap<Instant> since;
    private PrefixMap<Withdrawn> withdrawn;

    Step(PrefixMap<Instant> since, PrefixMap<Withdrawn> withdrawn, Instant now) {
      this.since = since;
      this.withdrawn = withdrawn;
      this.now = now;
    }

    @Override
    public void added(IpPrefix prefix, ExpectedRoute route) {
      since = since.with(prefix, now);
      withdrawn = withdrawn.without(prefix);
    }

    @Override
    public void removed(IpPrefix prefix, ExpectedRoute route) {
      since = since.without(prefix);
      withdrawn =
          withdrawn.with(
              prefix,
              new Withdrawn(prefix, now, route.services(), route.podNetworkOf(), route.nextHops()));
    }

    @Override
    public void changed(IpPrefix prefix, ExpectedRoute before, ExpectedRoute after) {
      if (!paths(before).equals(paths(after))) {
        since = since.with(prefix, now);
      }
    }

    /** What shows at the router; who owns the route does not. */
    private static List<ExpectedHop> paths(ExpectedRoute route) {
      return route.hops();
    }
  }

  /** What is expected now, by router name; routers not named are forgotten. */
  public ExpectationLog advance(SortedMap<String, ExpectedRoutes> expected, Instant now) {
    TreePMap<String, AtRouter> next = routers;
    for (String gone : routers.keySet()) {
      if (!expected.containsKey(gone)) {
        next = next.minus(gone);
      }
    }
    for (Map.Entry<String, ExpectedRoutes> e : expected.entrySet()) {
      AtRouter before = routers.getOrDefault(e.getKey(), AtRouter.EMPTY);
      next = next.plus(e.getKey(), before.next(e.getValue(), now));
    }
    return new ExpectationLog(next);
  }

  /** Forgets withdrawn routes that a look begun since then found gone. */
  public ExpectationLog settled(ObservationBook book) {
    TreePMap<String, AtRouter> next = routers;
    for (Map.Entry<String, AtRouter> e : routers.entrySet()) {
      Optional<RouterPicture> picture = book.router(e.getKey()).flatMap(RouterRecord::latest);
      PrefixMap<Withdrawn> left = e.getValue().withdrawn();
      if (picture.isEmpty() || left.isEmpty()) {
        continue;
      }
      for (IpPrefix prefix : left.keys()) {
        Withdrawn w = left.get(prefix);
        if (w != null && w.at().isBefore(picture.get().at()) && !seen(picture.get(), prefix)) {
          left = left.without(prefix);
        }
      }
      next =
          next.plus(e.getKey(), new AtRouter(e.getValue().expected(), e.getValue().since(), left));
    }
    return new ExpectationLog(next);
  }

  static boolean seen(RouterPicture picture, IpPrefix prefix) {
    return picture.witnesses().keySet().stream()
        .filter(v -> v.compareTo(Vantage.RECEIVED) >= 0)
        .anyMatch(v -> !picture.sightings(v, prefix).isEmpty());
  }

  /** What is expected at each router. */
  public SortedMap<String, ExpectedRoutes> expected() {
    SortedMap<String, ExpectedRoutes> out = new TreeMap<>();
    routers.forEach((name, r) -> out.put(name, r.expected()));
    return out;
  }

  /** What is expected at a router. */
  public ExpectedRoutes expectedAt(String router) {
    return routers.getOrDefault(router, AtRouter.EMPTY).expected();
  }

  /** Since when a route's next hops and attributes are what they are; empty: it is not expected. */
  public Optional<Instant> since(String router, IpPrefix prefix) {
    return Optional.ofNullable(routers.getOrDefault(router, AtRouter.EMPTY).since().get(prefix));
  }

  /** Routes withdrawn and not yet seen gone, to be looked for too. */
  public PrefixMap<Withdrawn> withdrawn(String router) {
    return routers.getOrDefault(router, AtRouter.EMPTY).withdrawn();
  }
}
