package io.readback.core.verdict;

import io.readback.core.observe.RouterPicture;
import io.readback.core.plan.ExpectedRoutes.ExpectedHop;
import io.readback.core.plan.ExpectedRoutes.ExpectedRoute;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares who answers for an address on a link with who may: one of the expected nodes has to, and
 * nobody else.
 */
final class LinkAssessor {
  private static final String NOT_ANSWERED = "NOT_ANSWERED";

  private final OwnSessions own;
  private final RouterPicture picture;

  LinkAssessor(OwnSessions own, RouterPicture picture) {
    this.own = own;
    this.picture = picture;
  }

  Assessment assess(ExpectedRoute route) {
    IpPrefix prefix = route.prefix();
    List<Sighting> sightings = picture.sightings(Vantage.INSTALLED, prefix);
    SortedSet<IpAddress> seen = picture.nextHops(Vantage.INSTALLED, prefix);
    List<Finding> findings =
        picture.findings(prefix).stream()
            .filter(f -> f.cause() == Cause.DUPLICATE_ADDRESS)
            .toList();
    Optional<ExpectedHop> here = route.hops().stream().filter(h -> says(h, prefix)).findFirst();
    List<HopState> hops = hops(route, seen, here);
    if (here.isPresent() && !sightings.isEmpty()) {
      return duplicate(
          "this node ("
              + own.node()
              + ") answers for it, and so does another machine: "
              + (findings.isEmpty() ? list(seen) : evidence(findings)),
          seen,
          hops,
          findings);
    }
    if (!findings.isEmpty()) {
      return duplicate(evidence(findings), seen, hops, findings);
    }
    if (here.isPresent()) {
      return new Assessment(
          VerdictKind.VERIFIED,
          "",
          "this node ("
              + own.node()
              + ") answers, by its own word, and nobody else does; reduced: a node cannot hear"
              + " itself, the agents of others can",
          seen,
          hops,
          List.of());
    }
    if (sightings.isEmpty()) {
      return notAnswered(route);
    }
    SortedSet<IpAddress> strangers = new TreeSet<>(seen);
    strangers.removeAll(route.nextHops());
    if (!strangers.isEmpty()) {
      return new Assessment(
          VerdictKind.UNEXPECTED,
          "UNEXPECTED_NEXT_HOP",
          "answered by " + list(strangers) + ", which may not answer for it",
          seen,
          hops,
          List.of());
    }
    String message =
        seen.isEmpty()
            ? "answered by one machine; reduced: which node it is cannot be told, as its own"
                + " address is not on this link"
            : "answered by " + named(route, seen);
    return new Assessment(VerdictKind.VERIFIED, "", message, seen, hops, List.of());
  }

  private static Assessment duplicate(
      String message, SortedSet<IpAddress> seen, List<HopState> hops, List<Finding> findings) {
    return new Assessment(
        VerdictKind.UNEXPECTED, Cause.DUPLICATE_ADDRESS.name(), message, seen, hops, findings);
  }

  private Assessment notAnswered(ExpectedRoute route) {
    String who = route.hops().stream().map(LinkAssessor::named).collect(Collectors.joining(", "));
    String refused = refusal(route);
    String words = "does not answer";
    List<HopState> hops =
        route.hops().stream()
            .map(
                h ->
                    new HopState(
                        h,
                        new TreeSet<>(),
                        VerdictKind.MISSING,
                        NOT_ANSWERED,
                        words,
                        "",
                        Optional.empty(),
                        false))
            .toList();
    return new Assessment(
        VerdictKind.MISSING,
        NOT_ANSWERED,
        "nobody answers on the link; expected was one of " + who + refused,
        new TreeSet<>(),
        hops,
        List.of());
  }

  /** What this node's announcer says against it. */
  private String refusal(ExpectedRoute route) {
    return route.hops().stream()
        .flatMap(h -> own.word(h.node(), h.session()).stream())
        .map(w -> w.status().rejected().getOrDefault(route.prefix(), ""))
        .filter(r -> !r.isEmpty())
        .findFirst()
        .map(r -> "; this node: " + r)
        .orElse("");
  }

  private boolean says(ExpectedHop hop, IpPrefix prefix) {
    return own.word(hop.node(), hop.session()).filter(w -> w.advertised(prefix)).isPresent();
  }

  /** Those who answer; the others are not missing. */
  private static List<HopState> hops(
      ExpectedRoute route, SortedSet<IpAddress> seen, Optional<ExpectedHop> here) {
    List<HopState> out = new ArrayList<>();
    for (ExpectedHop hop : route.hops()) {
      if (seen.contains(hop.nextHop())) {
        out.add(HopState.present(hop).seenAt(new TreeSet<>(List.of(Vantage.INSTALLED))));
      } else if (here.filter(hop::equals).isPresent()) {
        out.add(HopState.present(hop));
      }
    }
    return out;
  }

  private static String named(ExpectedHop hop) {
    return hop.nextHop() + " (" + hop.node() + ")";
  }

  private static String named(ExpectedRoute route, SortedSet<IpAddress> seen) {
    return route.hops().stream()
        .filter(h -> seen.contains(h.nextHop()))
        .map(LinkAssessor::named)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String list(SortedSet<IpAddress> addresses) {
    return addresses.stream().map(IpAddress::toString).collect(Collectors.joining(", "));
  }

  private static String evidence(List<Finding> findings) {
    return findings.stream().map(Finding::evidence).collect(Collectors.joining("; "));
  }
}
