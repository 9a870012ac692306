package io.readback.frr.glass;

import io.readback.frr.show.AdjRibIn;
import io.readback.frr.show.BgpPath;
import io.readback.frr.show.FrrVersion;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.RouterSession;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Puts an observation together from complete tables and whatever further answers there are.
 *
 * <p>What each vantage means here: SELECTED is best or one of the equal paths, and usable;
 * INSTALLED is what zebra says is in the kernel. RECEIVED is a path in BGP's table, which is after
 * inbound policy, or a route in the neighbour's received routes, which the router keeps only with
 * {@code soft-reconfiguration inbound} and which are asked for only when a path is missing. Without
 * that, a path not seen at RECEIVED was not <em>accepted</em>; it may have arrived, and a FILTERED,
 * NO_POLICY or AS_LOOP finding says so where the router lets it be known.
 */
final class FrrObservation {
  static final Set<Vantage> COVERED =
      Collections.unmodifiableSet(
          EnumSet.of(Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED));

  private final FrrTables tables;
  private final FrrAnswers answers;
  private final Interest interest;
  private final FrrCommands commands;
  private final SessionReading sessionReading;

  private record PeerCause(Optional<IpAddress> peer, Cause cause) {}

  FrrObservation(FrrTables tables, FrrAnswers answers, Interest interest, FrrCommands commands) {
    this.tables = tables;
    this.answers = answers;
    this.interest = interest;
    this.commands = commands;
    this.sessionReading = new SessionReading(tables, answers);
  }

  RouterObservation at(Instant at, Gaps gaps) {
    List<RouterSession> sessions = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<IpAddress, Interest.ExpectedPeer> peer : interest.peers().entrySet()) {
      Optional<RouterSession> session = sessionReading.read(peer.getKey(), peer.getValue());
      session.ifPresent(sessions::add);
      if (session.isEmpty()) {
        findings.add(
            ofPeer(
                Cause.NOT_CONFIGURED,
                peer.getKey(),
                unconfigured(peer.getKey()),
                answers.vrfsOf(peer.getKey()).isEmpty()
                    ? commands.typeSummary()
                    : commands.typeVrfs()));
      }
      session
          .flatMap(RouterSession::problem)
          .ifPresent(
              cause ->
                  findings.add(
                      ofPeer(
                          cause,
                          peer.getKey(),
                          session.get().detail(),
                          cause == Cause.BFD_DOWN
                              ? commands.typeBfd()
                              : commands.typeNeighbor(peer.getKey()))));
    }
    findings.addAll(staleFindings());
    // One finding about a peer instead of one for each of its prefixes.
    Set<PeerCause> said = new HashSet<>();
    findings.forEach(f -> said.add(new PeerCause(f.peer(), f.cause())));
    new RouteReading(tables, answers, sessionReading, commands)
        .read(gaps).stream()
            .filter(f -> !said.contains(new PeerCause(f.peer(), f.cause())))
            .forEach(findings::add);
    return new RouterObservation(
        at,
        tables.version().map(FrrVersion::toString).orElse("FRR"),
        COVERED,
        sessions,
        sightings(),
        findings);
  }

  private String unconfigured(IpAddress peer) {
    String words = tables.noInstance().orElse("the router has no neighbour " + peer);
    SortedSet<String> elsewhere = answers.vrfsOf(peer);
    return elsewhere.isEmpty()
        ? words
        : words
            + " in "
            + commands.vrf().map(v -> "VRF " + v).orElse("the default VRF")
            + " and has one in VRF "
            + String.join(", ", elsewhere)
            + ": the looking glass's settings.vrf says which is read";
  }

  private List<Sighting> sightings() {
    List<Sighting> sightings = new ArrayList<>();
    for (Map.Entry<IpPrefix, SortedSet<IpAddress>> entry : interest.prefixes()) {
      IpPrefix prefix = entry.getKey();
      List<BgpPath> present =
          tables.pathsOf(prefix).stream()
              .filter(p -> !p.has(BgpPath.Mark.REMOVED) && !p.has(BgpPath.Mark.HISTORY))
              .toList();
      present.forEach(p -> sightings.add(sighting(prefix, Vantage.RECEIVED, p)));
      refused(prefix, present, sightings);
      present.stream()
          .filter(BgpPath::selected)
          .forEach(p -> sightings.add(sighting(prefix, Vantage.SELECTED, p)));
      tables
          .installed(prefix)
          .ifPresent(
              route ->
                  sightings.add(
                      new Sighting(
                          prefix,
                          Vantage.INSTALLED,
                          Optional.empty(),
                          tables.nextHops(prefix, route),
                          Optional.empty(),
                          route.protocol().equals("bgp") && onlyStale(present))));
    }
    others(sightings);
    return sightings;
  }

  /** Routes of BGP's beside those asked about; which of them matter is not known here. */
  private void others(List<Sighting> sightings) {
    tables
        .routes()
        .forEach(
            (prefix, routes) -> {
              if (!interest.prefixes().containsKey(prefix)) {
                tables
                    .installed(prefix)
                    .filter(r -> r.protocol().equals("bgp"))
                    .ifPresent(
                        r ->
                            sightings.add(
                                new Sighting(
                                    prefix,
                                    Vantage.INSTALLED,
                                    Optional.empty(),
                                    r.nextHops(),
                                    Optional.empty(),
                                    false)));
              }
            });
  }

  private static boolean onlyStale(List<BgpPath> paths) {
    List<BgpPath> selected = paths.stream().filter(BgpPath::selected).toList();
    return !selected.isEmpty() && selected.stream().allMatch(p -> p.has(BgpPath.Mark.STALE));
  }

  /** Routes that came and are not in BGP's table. */
  private void refused(IpPrefix prefix, List<BgpPath> present, List<Sighting> sightings) {
    for (Map.Entry<PeerFamily, AdjRibIn> in : answers.received().entrySet()) {
      IpAddress peer = in.getKey().peer();
      AdjRibIn.Received route = in.getValue().routes().get(prefix);
      if (route != null && present.stream().noneMatch(p -> p.peer().equals(Optional.of(peer)))) {
        sightings.add(
            new Sighting(
                prefix,
                Vantage.RECEIVED,
                Optional.of(peer),
                one(route.nextHop()),
                Optional.empty(),
                false));
      }
    }
  }

  private Sighting sighting(IpPrefix prefix, Vantage vantage, BgpPath path) {
    return new Sighting(
        prefix,
        vantage,
        path.peer(),
        one(path.nextHops().stream().findFirst()),
        answers.attributes(prefix, path.peer()),
        path.has(BgpPath.Mark.STALE));
  }

  private static SortedSet<IpAddress> one(Optional<IpAddress> address) {
    SortedSet<IpAddress> out = new TreeSet<>();
    address.ifPresent(out::add);
    return out;
  }

  /** Peers whose paths only graceful restart keeps, where the session itself does not say so. */
  private List<Finding> staleFindings() {
    SortedSet<IpAddress> stale = new TreeSet<>();
    tables
        .paths()
        .values()
        .forEach(
            paths ->
                paths.stream()
                    .filter(p -> p.has(BgpPath.Mark.STALE))
                    .forEach(p -> p.peer().ifPresent(stale::add)));
    List<Finding> findings = new ArrayList<>();
    for (IpAddress peer : stale) {
      Interest.ExpectedPeer expected = interest.peers().get(peer);
      boolean said =
          expected != null
              && sessionReading
                  .read(peer, expected)
                  .flatMap(RouterSession::problem)
                  .equals(Optional.of(Cause.STALE));
      if (!said) {
        findings.add(
            ofPeer(
                Cause.STALE,
                peer,
                "paths of " + peer + " are kept by graceful restart alone",
                commands.typeNeighbor(peer)));
      }
    }
    return findings;
  }

  private static Finding ofPeer(Cause cause, IpAddress peer, String evidence, String command) {
    return new Finding(cause, Optional.empty(), Optional.of(peer), evidence, command);
  }
}
