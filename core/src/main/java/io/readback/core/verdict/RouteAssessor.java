package io.readback.core.verdict;

import io.readback.core.observe.RouterPicture;
import io.readback.core.plan.ExpectedRoutes.ExpectedHop;
import io.readback.core.plan.ExpectedRoutes.ExpectedPeer;
import io.readback.core.plan.ExpectedRoutes.ExpectedRoute;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import io.readback.spi.target.TargetKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares one picture of a router with what is expected there. The farthest vantage that was
 * looked at decides, normally the forwarding table, by its whole set of next hops.
 */
final class RouteAssessor {
  private final HopJudge judge;
  private final RouterPicture picture;
  private final LinkAssessor links;

  RouteAssessor(SortedMap<IpAddress, ExpectedPeer> peers, OwnSessions own, RouterPicture picture) {
    this.judge = new HopJudge(peers, own, picture);
    this.picture = picture;
    this.links = new LinkAssessor(own, picture);
  }

  RouterPicture picture() {
    return picture;
  }

  Map<IpAddress, String> nodesByAddress() {
    return judge.nodesByAddress();
  }

  Assessment assess(ExpectedRoute route) {
    if (route.hops().get(0).session().kind() == TargetKind.LINK) {
      return links.assess(route);
    }
    IpPrefix prefix = route.prefix();
    Vantage farthest = picture.farthest().orElse(null);
    if (farthest == null) {
      return new Assessment(
          VerdictKind.UNKNOWN,
          "NOT_COVERED",
          "the looking glasses cover neither RECEIVED, SELECTED nor INSTALLED",
          new TreeSet<>(),
          List.of(),
          List.of());
    }
    SortedSet<IpAddress> seen = picture.nextHops(farthest, prefix);
    if (seen.equals(route.nextHops())
        && picture.sessionsUp()
        && noneStale(prefix)
        && judge.nothingAgainst(route)) {
      return verified(farthest, seen, allPresent(route));
    }
    List<HopState> hops = route.hops().stream().map(h -> judge.judge(h, prefix, farthest)).toList();
    List<HopState> absent = hops.stream().filter(h -> !h.here()).toList();
    SortedSet<IpAddress> extra = new TreeSet<>(seen);
    for (ExpectedHop hop : route.hops()) {
      extra.removeAll(judge.faces(hop, prefix));
    }
    List<Finding> findings = absent.stream().flatMap(h -> h.finding().stream()).distinct().toList();
    if (absent.isEmpty()) {
      return extra.isEmpty()
          ? complete(route, farthest, seen, hops)
          : unexpected(route, farthest, seen, hops, extra, absent);
    }
    boolean some = absent.size() < hops.size();
    boolean refused = absent.stream().anyMatch(h -> h.kind() == VerdictKind.REJECTED);
    if (!extra.isEmpty() && (some || !refused)) {
      return unexpected(route, farthest, seen, hops, extra, absent);
    }
    HopState worst = worst(absent);
    if (some) {
      String message =
          "partial "
              + (hops.size() - absent.size())
              + " of "
              + hops.size()
              + ": without "
              + groups(absent, true);
      return new Assessment(VerdictKind.PARTIAL, worst.reason(), message, seen, hops, findings);
    }
    String instead = extra.isEmpty() ? "" : "; the router uses " + list(extra) + " instead";
    return new Assessment(
        worst.kind(), worst.reason(), groups(absent, false) + instead, seen, hops, findings);
  }

  private Assessment complete(
      ExpectedRoute route, Vantage farthest, SortedSet<IpAddress> seen, List<HopState> hops) {
    List<HopState> states =
        hops.stream().map(h -> judge.stale(h.hop(), route.prefix()) ? h.asStale() : h).toList();
    List<HopState> stale = states.stream().filter(HopState::stale).toList();
    if (!stale.isEmpty()) {
      return new Assessment(
          VerdictKind.STALE,
          Cause.STALE.name(),
          "the path from "
              + stale.stream().map(h -> h.hop().node()).distinct().collect(Collectors.joining(", "))
              + " is kept only by graceful restart",
          seen,
          states,
          List.of());
    }
    Map<ExpectedHop, List<String>> lost = judge.lostAttributes(route);
    return lost.isEmpty()
        ? verified(farthest, seen, hops)
        : changed(route, farthest, seen, hops, lost);
  }

  /** Every next hop is there, and what was announced with the route is not. */
  private static Assessment changed(
      ExpectedRoute route,
      Vantage farthest,
      SortedSet<IpAddress> seen,
      List<HopState> hops,
      Map<ExpectedHop, List<String>> lost) {
    Map<String, List<String>> byWords = new LinkedHashMap<>();
    lost.forEach(
        (hop, words) ->
            byWords
                .computeIfAbsent(String.join(", ", words), w -> new ArrayList<>())
                .add(hop.nextHop() + " (" + hop.node() + ")"));
    String what =
        byWords.entrySet().stream()
            .map(e -> e.getKey() + " of " + String.join(", ", e.getValue()))
            .collect(Collectors.joining("; "));
    return new Assessment(
        VerdictKind.PARTIAL,
        "ATTRIBUTES",
        verified(farthest, seen, hops).message()
            + ", but the router does not show what "
            + route.prefix()
            + " was announced with: "
            + what,
        seen,
        hops,
        List.of());
  }

  /** The common case, told without looking for causes. */
  private List<HopState> allPresent(ExpectedRoute route) {
    Map<Vantage, SortedSet<IpAddress>> seen = new EnumMap<>(Vantage.class);
    for (Vantage vantage : picture.witnesses().keySet()) {
      seen.put(vantage, picture.nextHops(vantage, route.prefix()));
    }
    List<HopState> hops = new ArrayList<>(route.hops().size());
    for (ExpectedHop hop : route.hops()) {
      SortedSet<Vantage> at = new TreeSet<>();
      seen.forEach(
          (vantage, nextHops) -> {
            if (nextHops.contains(hop.nextHop())) {
              at.add(vantage);
            }
          });
      hops.add(HopState.present(hop).seenAt(at));
    }
    return hops;
  }

  private boolean noneStale(IpPrefix prefix) {
    for (Vantage vantage : picture.witnesses().keySet()) {
      for (Sighting sighting : picture.sightings(vantage, prefix)) {
        if (sighting.stale()) {
          return false;
        }
      }
    }
    return true;
  }

  private static Assessment verified(
      Vantage farthest, SortedSet<IpAddress> seen, List<HopState> hops) {
    String all = hops.size() + " of " + hops.size() + " next hops ";
    String message =
        switch (farthest) {
          case INSTALLED -> all + "installed";
          case SELECTED -> all + "selected; reduced: the forwarding table was not read";
          default -> all + "received; reduced: neither best paths nor forwarding table were read";
        };
    return new Assessment(VerdictKind.VERIFIED, "", message, seen, hops, List.of());
  }

  private Assessment unexpected(
      ExpectedRoute route,
      Vantage farthest,
      SortedSet<IpAddress> seen,
      List<HopState> hops,
      SortedSet<IpAddress> extra,
      List<HopState> absent) {
    Map<IpAddress, String> nodes = judge.nodesByAddress();
    String who =
        extra.stream()
            .map(
                a -> {
                  String node = nodes.get(a);
                  return node == null
                      ? a + " (nobody we know)"
                      : a + " (" + node + ", which should not announce it)";
                })
            .collect(Collectors.joining(", "));
    String message =
        "unexpected next hop "
            + who
            + " at "
            + farthest
            + " of "
            + route.prefix()
            + (absent.isEmpty() ? "" : "; without " + groups(absent, true));
    return new Assessment(
        VerdictKind.UNEXPECTED,
        "UNEXPECTED_NEXT_HOP",
        message,
        seen,
        hops,
        absent.stream().flatMap(h -> h.finding().stream()).distinct().toList());
  }

  /** A refusal says more than a session that is down, and that more than absence. */
  private static HopState worst(List<HopState> absent) {
    List<VerdictKind> order =
        List.of(VerdictKind.REJECTED, VerdictKind.SESSION_DOWN, VerdictKind.MISSING);
    return absent.stream()
        .min(
            Comparator.comparingInt((HopState h) -> order.indexOf(h.kind()))
                .thenComparingInt(h -> reasonRank(h.reason())))
        .orElseThrow();
  }

  private static int reasonRank(String reason) {
    for (Cause cause : Cause.values()) {
      if (cause.name().equals(reason)) {
        return Causes.rank(cause);
      }
    }
    return Integer.MAX_VALUE;
  }

  /** {@code filtered by policy (evidence)}, with the hops named where they are a part. */
  private static String groups(List<HopState> absent, boolean named) {
    Map<String, List<HopState>> byWords = new LinkedHashMap<>();
    absent.forEach(h -> byWords.computeIfAbsent(h.words(), w -> new ArrayList<>()).add(h));
    boolean name = named || byWords.size() > 1;
    List<String> parts = new ArrayList<>();
    byWords.forEach(
        (words, hops) -> {
          String who =
              hops.stream()
                  .map(h -> h.hop().nextHop() + " (" + h.hop().node() + ")")
                  .distinct()
                  .collect(Collectors.joining(", "));
          String details =
              hops.stream()
                  .map(HopState::detail)
                  .filter(d -> !d.isEmpty())
                  .distinct()
                  .limit(3)
                  .collect(Collectors.joining("; "));
          parts.add(
              (name ? who + ": " : "") + words + (details.isEmpty() ? "" : " [" + details + "]"));
        });
    return String.join("; ", parts);
  }

  private static String list(SortedSet<IpAddress> addresses) {
    return addresses.stream().map(IpAddress::toString).collect(Collectors.joining(", "));
  }
}
