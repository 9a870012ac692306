package io.readback.core.engine;

import io.readback.core.model.RouterConfig;
import io.readback.core.plan.ClusterPlan;
import io.readback.core.plan.ExpectedRoutes;
import io.readback.core.verdict.Declared;
import io.readback.core.verdict.ExpectationLog;
import io.readback.core.verdict.RouteVerdict;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.Interest;
import io.readback.spi.route.PathAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Works out what is expected at each router, what to look for, and whether that is seen. Costs more
 * than a change may, so it runs beside the core thread, on the newest status only. For one thread.
 */
final class Reading {
  private @Nullable ClusterPlan plan;
  private SortedMap<String, RouterConfig> routers = new TreeMap<>();
  private final SortedMap<String, Sought> sought = new TreeMap<>();

  /** What a router was last asked for, kept to go on from. */
  private record Sought(
      ExpectedRoutes expected,
      PrefixMap<SortedSet<IpAddress>> prefixes,
      PrefixMap<PathAttributes> attributes) {
    static final Sought NOTHING =
        new Sought(ExpectedRoutes.NONE, PrefixMap.empty(), PrefixMap.empty());
  }

  /**
   * What came out.
   *
   * @param interests by router, those that differ from the last time
   * @param satisfied routers where all is as expected
   * @param confirm routers where another look would settle something
   * @param allWell whether all is as expected at every router that is read
   */
  record Result(
      ExpectationLog expectations,
      SortedMap<String, Interest> interests,
      SortedSet<String> satisfied,
      SortedSet<String> confirm,
      boolean allWell) {}

  Result read(EngineStatus status, Instant now) {
    ExpectationLog log = status.expectations();
    SortedMap<String, Interest> interests = new TreeMap<>();
    SortedMap<String, RouterConfig> named = status.cluster().routers();
    boolean moved = plan != status.plan() || !routers.equals(named);
    if (moved) {
      plan = status.plan();
      routers = named;
      SortedMap<String, ExpectedRoutes> expected = new TreeMap<>();
      named.forEach((name, r) -> expected.put(name, status.plan().expectedAt(r)));
      log = log.advance(expected, now);
    }
    log = log.settled(status.observations());
    sought.keySet().retainAll(named.keySet());
    for (String router : named.keySet()) {
      Sought before = sought.get(router);
      PrefixMap<SortedSet<IpAddress>> withdrawn = absent(log, router);
      Sought after = seek(before == null ? Sought.NOTHING : before, log, router, withdrawn);
      if (before == null
          || before.prefixes() != after.prefixes()
          || before.attributes() != after.attributes()
          || !before.expected().peers().equals(after.expected().peers())) {
        interests.put(router, interest(after, status));
      }
      sought.put(router, after);
    }
    EngineStatus judged = status.with(log, now);
    SortedSet<String> unwell = new TreeSet<>();
    Stream.concat(judged.verdicts().rows().stream(), judged.verdicts().podNetworks().stream())
        .filter(v -> !v.kind().ok() || v.unconfirmed())
        .map(RouteVerdict::router)
        .forEach(unwell::add);
    // what nobody reads does not change by the passing of time
    unwell.retainAll(named.keySet());
    SortedSet<String> satisfied = new TreeSet<>(named.keySet());
    satisfied.removeAll(unwell);
    SortedSet<String> confirm = new TreeSet<>(judged.verdicts().lookSoon());
    confirm.retainAll(named.keySet());
    return new Result(log, interests, satisfied, confirm, unwell.isEmpty());
  }

  private static PrefixMap<SortedSet<IpAddress>> absent(ExpectationLog log, String router) {
    PrefixMap<SortedSet<IpAddress>> out = PrefixMap.empty();
    for (IpPrefix prefix : log.withdrawn(router).keys()) {
      out = out.with(prefix, new TreeSet<>());
    }
    return out;
  }

  /** The prefixes to look for, from those of the last time: costs what changed. */
  private static Sought seek(
      Sought before, ExpectationLog log, String router, PrefixMap<SortedSet<IpAddress>> withdrawn) {
    ExpectedRoutes expected = log.expectedAt(router);
    Seeking step = new Seeking(before);
    PrefixMap.changes(before.expected().routes(), expected.routes(), step);
    PrefixMap<SortedSet<IpAddress>> prefixes = step.prefixes;
    for (IpPrefix prefix : withdrawn.keys()) {
      if (!expected.routes().containsKey(prefix) && !prefixes.containsKey(prefix)) {
        prefixes = prefixes.with(prefix, new TreeSet<>());
      }
    }
    for (IpPrefix prefix : step.removed) {
      if (!withdrawn.containsKey(prefix)) {
        prefixes = prefixes.without(prefix);
      }
    }
    if (prefixes.size() > expected.routes().size() + withdrawn.size()) {
      // withdrawn ones that were seen gone meanwhile
      for (IpPrefix prefix : prefixes.keys()) {
        if (!expected.routes().containsKey(prefix) && !withdrawn.containsKey(prefix)) {
          prefixes = prefixes.without(prefix);
        }
      }
    }
    return new Sought(expected, prefixes, step.attributes);
  }

  private static final class Seeking
      implements PrefixMap.ChangeVisitor<ExpectedRoutes.ExpectedRoute> {
    private PrefixMap<SortedSet<IpAddress>> prefixes;
    private PrefixMap<PathAttributes> attributes;
    private final SortedSet<IpPrefix> removed = new TreeSet<>();

    Seeking(Sought before) {
      prefixes = before.prefixes();
      attributes = before.attributes();
    }

    @Override
    public void added(IpPrefix prefix, ExpectedRoutes.ExpectedRoute route) {
      prefixes = prefixes.with(prefix, route.nextHops());
      seekAttributes(prefix, route);
    }

    @Override
    public void changed(
        IpPrefix prefix, ExpectedRoutes.ExpectedRoute before, ExpectedRoutes.ExpectedRoute after) {
      if (!after.nextHops().equals(prefixes.get(prefix))) {
        prefixes = prefixes.with(prefix, after.nextHops());
      }
      seekAttributes(prefix, after);
    }

    @Override
    public void removed(IpPrefix prefix, ExpectedRoutes.ExpectedRoute route) {
      prefixes = prefixes.with(prefix, new TreeSet<>());
      attributes = attributes.without(prefix);
      removed.add(prefix);
    }

    private void seekAttributes(IpPrefix prefix, ExpectedRoutes.ExpectedRoute route) {
      Optional<PathAttributes> wanted =
          route.hops().stream()
              .map(ExpectedRoutes.ExpectedHop::attributes)
              .filter(Declared::any)
              .findFirst();
      if (!wanted.equals(Optional.ofNullable(attributes.get(prefix)))) {
        attributes =
            wanted.map(a -> attributes.with(prefix, a)).orElseGet(() -> attributes.without(prefix));
      }
    }
  }

  private static Interest interest(Sought sought, EngineStatus status) {
    SortedMap<IpAddress, Interest.ExpectedPeer> peers = new TreeMap<>();
    sought
        .expected()
        .peers()
        .forEach(
            (address, p) ->
                peers.put(address, new Interest.ExpectedPeer(p.node(), p.asn(), p.families())));
    return new Interest(
        sought.prefixes(),
        Covering.of(sought.prefixes(), status.cluster()),
        peers,
        sought.attributes());
  }
}
