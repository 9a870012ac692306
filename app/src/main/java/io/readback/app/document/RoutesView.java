package io.readback.app.document;

import io.readback.core.plan.NodePlan;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.target.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code bgp routes}: by instance, peer and prefix. */
final class RoutesView {
  private final NodePlan plan;
  private final Map<TargetId, TargetStatus> observed;
  private final RouteAges ages;
  private final Instant now;
  private final Optional<AddressFamily> family;

  RoutesView(
      NodePlan plan,
      Map<TargetId, TargetStatus> observed,
      RouteAges ages,
      Instant now,
      Optional<AddressFamily> family) {
    this.plan = plan;
    this.observed = observed;
    this.ages = ages;
    this.now = now;
    this.family = family;
  }

  /**
   * Own routes of each instance, whatever peer they are for; the next hop is ourselves: 0.0.0.0 or
   * ::.
   */
  List<RouteRow> available(Optional<String> peer) {
    SortedMap<String, SortedMap<IpPrefix, RouteRow>> byInstance = new TreeMap<>();
    plan.sessions()
        .forEach(
            (id, target) -> {
              if (!PeerChoice.matches(target.session(), peer)) {
                return;
              }
              SortedMap<IpPrefix, RouteRow> rows =
                  byInstance.computeIfAbsent(id.owner(), k -> new TreeMap<>());
              target
                  .desired()
                  .routes()
                  .forEach(
                      route -> {
                        if (wanted(route.prefix())) {
                          rows.putIfAbsent(
                              route.prefix(),
                              row(
                                  id.owner(),
                                  null,
                                  route.prefix(),
                                  unspecified(route.prefix()),
                                  route.path().attributes(),
                                  age(ages.since(id, route.prefix()))));
                        }
                      });
            });
    return byInstance.values().stream().flatMap(m -> m.values().stream()).toList();
  }

  /** What was written to established sessions, with the next hop and path the peer got. */
  List<RouteRow> advertised(Optional<String> peer) {
    List<RouteRow> rows = new ArrayList<>();
    plan.sessions()
        .forEach(
            (id, target) -> {
              TargetStatus status = observed.get(id);
              if (status == null
                  || !PeerChoice.matches(target.session(), peer)
                  || status.session().isEmpty()) {
                return;
              }
              SessionStatus session = status.session().get();
              status
                  .advertised()
                  .forEach(
                      route -> {
                        if (wanted(route.prefix())) {
                          rows.add(
                              row(
                                  id.owner(),
                                  id.name(),
                                  route.prefix(),
                                  nextHop(route.prefix(), route.path(), session),
                                  onTheWire(route.path().attributes(), session),
                                  age(
                                      later(
                                          ages.since(id, route.prefix()),
                                          session.establishedAt()))));
                        }
                      });
            });
    return rows;
  }

  List<RouteRow> received(Optional<String> peer) {
    List<RouteRow> rows = new ArrayList<>();
    plan.sessions()
        .forEach(
            (id, target) -> {
              TargetStatus status = observed.get(id);
              if (status == null || !PeerChoice.matches(target.session(), peer)) {
                return;
              }
              status
                  .received()
                  .forEach(
                      e -> {
                        if (wanted(e.getKey())) {
                          e.getValue()
                              .all()
                              .forEach(route -> rows.add(received(id, e.getKey(), route)));
                        }
                      });
            });
    return rows;
  }

  private RouteRow received(TargetId id, IpPrefix prefix, ReceivedRoute route) {
    return row(
            id.owner(),
            id.name(),
            prefix,
            route.path().nextHops().get(0).toString(),
            route.path().attributes(),
            age(Optional.of(route.since())))
        .received(
            boxed(route.pathId()),
            switch (route.staleness()) {
              case FRESH -> null;
              case STALE -> "restarting";
              case LONG_LIVED -> "long-lived";
            });
  }

  private boolean wanted(IpPrefix prefix) {
    return family.isEmpty() || prefix.family() == family.get();
  }

  private static String unspecified(IpPrefix prefix) {
    return prefix.isIpv6() ? "::" : "0.0.0.0";
  }

  /**
   * Ourselves on this session: the local address; on an IPv4 session, IPv6 routes carry it mapped.
   */
  private static String nextHop(IpPrefix prefix, Path path, SessionStatus session) {
    NextHop first = path.nextHops().get(0);
    if (first instanceof NextHop.Address fixed) {
      return fixed.address().toString();
    }
    Optional<IpAddress> local = session.localAddress();
    if (local.isEmpty()) {
      return unspecified(prefix);
    }
    boolean mapped = prefix.isIpv6() && local.get().isIpv4();
    return (mapped ? "::ffff:" : "") + local.get();
  }

  /**
   * External peers see our AS number and no LOCAL_PREF; internal ones get 100 where none is set.
   */
  private static PathAttributes onTheWire(PathAttributes own, SessionStatus session) {
    if (session.peerAsn() == session.localAsn()) {
      return own.localPref().isPresent() ? own : own.toBuilder().localPref(100).build();
    }
    List<AsPath.Segment> segments = new ArrayList<>();
    segments.add(new AsPath.Segment(false, List.of(session.localAsn())));
    segments.addAll(own.asPath().segments());
    return own.toBuilder().asPath(new AsPath(segments)).localPref(Optional.empty()).build();
  }

  private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    return a.get().isAfter(b.get()) ? a : b;
  }

  private @Nullable Long age(Optional<Instant> since) {
    return since.map(s -> Math.max(0, Duration.between(s, now).toSeconds())).orElse(null);
  }

  private static RouteRow row(
      String instance,
      @Nullable String peer,
      IpPrefix prefix,
      String nextHop,
      PathAttributes attributes,
      @Nullable Long age) {
    return new RouteRow(
        instance,
        peer,
        prefix.toString(),
        nextHop,
        attributes.origin().name(),
        attributes.asPath().toString(),
        boxed(attributes.localPref()),
        boxed(attributes.med()),
        attributes.communities().stream().map(Object::toString).toList(),
        attributes.largeCommunities().stream().map(Object::toString).toList(),
        extended(attributes),
        age);
  }

  /** Both kinds of extended communities as text. */
  static List<String> extended(PathAttributes attributes) {
    return Stream.concat(
            attributes.extendedCommunities().stream(),
            attributes.ipv6ExtendedCommunities().stream())
        .map(Object::toString)
        .toList();
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
