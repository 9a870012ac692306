package io.readback.core.verdict;

import io.readback.core.model.ServiceRef;
import io.readback.core.plan.ExpectedRoutes;
import io.readback.core.plan.ExpectedRoutes.ExpectedHop;
import io.readback.core.plan.ExpectedRoutes.ExpectedPeer;
import io.readback.core.plan.ExpectedRoutes.ExpectedRoute;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.RouterSession;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.observe.Vantage;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Three nodes, .11 to .13, that should announce one VIP to a router; this agent runs on the first.
 */
final class LookScene {
  static final Instant T0 = Instant.parse("2026-05-01T10:00:00Z");
  static final String NODE1 = "berlin-1";
  static final String NODE2 = "berlin-2";
  static final String NODE3 = "berlin-3";
  static final List<String> NODES = List.of(NODE1, NODE2, NODE3);
  static final IpPrefix VIP = IpPrefix.parse("172.16.90.2/32");
  static final TargetId SESSION = new TargetId(TargetKind.BGP_SESSION, "cloudfleet", "unifi");
  static final ServiceRef SHOP = new ServiceRef("web", "shop");
  static final String COMMAND = "vtysh -c 'show bgp ipv4 unicast neighbors 172.16.10.11'";

  private LookScene() {}

  static Instant at(int seconds) {
    return T0.plusSeconds(seconds);
  }

  static IpAddress address(String node) {
    return IpAddress.parse("172.16.10.1" + node.charAt(node.length() - 1));
  }

  static ExpectedRoute route(String... nodes) {
    List<ExpectedHop> hops = new ArrayList<>();
    for (String node : nodes) {
      hops.add(new ExpectedHop(node, SESSION, address(node), PathAttributes.NONE));
    }
    return new ExpectedRoute(VIP, hops, new TreeSet<>(Set.of(SHOP)), new TreeSet<>());
  }

  static ExpectedRoute route() {
    return route(NODE1, NODE2, NODE3);
  }

  static ExpectedRoutes expected(ExpectedRoute... routes) {
    SortedMap<IpAddress, ExpectedPeer> peers = new TreeMap<>();
    for (String node : NODES) {
      peers.put(address(node), new ExpectedPeer(node, SESSION, 65001, List.of(AddressFamily.IPV4)));
    }
    PrefixMap<ExpectedRoute> map = PrefixMap.empty();
    for (ExpectedRoute route : routes) {
      map = map.with(route.prefix(), route);
    }
    return new ExpectedRoutes(map, peers);
  }

  static Look look() {
    return new Look();
  }

  /** What the router shows; begins with all sessions up, all vantages covered, and no route. */
  static final class Look {
    private final SortedMap<String, RouterSession> sessions = new TreeMap<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final TreeSet<IpAddress> fib = new TreeSet<>();
    private Set<Vantage> covered =
        EnumSet.of(Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED);
    private Instant at = T0;

    Look() {
      NODES.forEach(n -> session(n, SessionState.ESTABLISHED, null, "Established"));
    }

    Look at(int seconds) {
      at = LookScene.at(seconds);
      return this;
    }

    Look covering(Vantage... vantages) {
      covered = Set.of(vantages);
      return this;
    }

    Look session(String node, SessionState state, @Nullable Cause problem, String detail) {
      sessions.put(
          node,
          new RouterSession(
              address(node),
              65001,
              state,
              Optional.of(Duration.ofMinutes(1)),
              1,
              Optional.ofNullable(problem),
              detail));
      return this;
    }

    Look withoutSession(String node) {
      sessions.remove(node);
      return this;
    }

    Look received(String... nodes) {
      return path(Vantage.RECEIVED, false, nodes);
    }

    Look selected(String... nodes) {
      return path(Vantage.SELECTED, false, nodes);
    }

    Look staleSelected(String... nodes) {
      return path(Vantage.SELECTED, true, nodes);
    }

    private Look path(Vantage vantage, boolean stale, String... nodes) {
      for (String node : nodes) {
        sightings.add(
            new Sighting(
                VIP,
                vantage,
                Optional.of(address(node)),
                new TreeSet<>(Set.of(address(node))),
                Optional.empty(),
                stale));
      }
      return this;
    }

    Look installed(String... nodes) {
      for (String node : nodes) {
        fib.add(address(node));
      }
      return this;
    }

    Look installedVia(String address) {
      fib.add(IpAddress.parse(address));
      return this;
    }

    /** The route went all the way from these nodes. */
    Look everywhere(String... nodes) {
      return received(nodes).selected(nodes).installed(nodes);
    }

    Look sighting(Sighting sighting) {
      sightings.add(sighting);
      return this;
    }

    Look finding(Cause cause, String evidence) {
      findings.add(new Finding(cause, Optional.of(VIP), Optional.empty(), evidence, COMMAND));
      return this;
    }

    Look finding(Cause cause, String node, String evidence) {
      findings.add(
          new Finding(cause, Optional.of(VIP), Optional.of(address(node)), evidence, COMMAND));
      return this;
    }

    /** About all that comes from a node. */
    Look peerFinding(Cause cause, String node, String evidence) {
      findings.add(
          new Finding(cause, Optional.empty(), Optional.of(address(node)), evidence, COMMAND));
      return this;
    }

    RouterObservation build() {
      List<Sighting> all = new ArrayList<>(sightings);
      if (!fib.isEmpty()) {
        all.add(
            new Sighting(VIP, Vantage.INSTALLED, Optional.empty(), fib, Optional.empty(), false));
      }
      return new RouterObservation(
          at,
          "tor-rack-1 FRRouting 8.4.4",
          covered,
          new ArrayList<>(sessions.values()),
          all.stream().filter(s -> covered.contains(s.vantage())).toList(),
          findings);
    }
  }

  /** Our announcer with a session in this state. */
  static AnnouncerObservation ours(SessionState state, @Nullable Cause cause, String text) {
    return ours(state, cause, text, true);
  }

  static AnnouncerObservation ours(
      SessionState state, @Nullable Cause cause, String text, boolean advertised) {
    RouteTable table = RouteTable.EMPTY.with(VIP, Path.self(PathAttributes.NONE));
    TargetStatus.Builder target = TargetStatus.builder(SESSION).accepted(table);
    if (advertised && state == SessionState.ESTABLISHED) {
      target.advertised(table);
    }
    return new AnnouncerObservation(
        T0, List.of(target.session(session(state, cause, text)).build()));
  }

  static SessionStatus session(SessionState state, @Nullable Cause cause, String text) {
    return new SessionStatus(
        state,
        IpAddress.parse("172.16.10.1"),
        179,
        65001,
        65000,
        Optional.of(address(NODE1)),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        List.of(),
        Optional.ofNullable(cause).map(c -> new SessionError(T0, c, text)));
  }
}
