package io.readback.core.verdict;

import io.readback.core.model.RouterConfig;
import io.readback.core.observe.LookFailure;
import io.readback.core.observe.RouterPicture;
import io.readback.core.observe.RouterRecord;
import io.readback.core.plan.ExpectedRoutes;
import io.readback.core.plan.ExpectedRoutes.ExpectedRoute;
import io.readback.core.verdict.ExpectationLog.Withdrawn;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Judges the routes of one router at one moment. Time enters here: what changed a moment ago is
 * pending, old evidence is stale, a router that cannot be read keeps its last verdict as a memory,
 * and one look alone does not end VERIFIED.
 */
final class RouterJudge {
  private final RouterConfig router;
  private final Optional<RouterRecord> record;
  private final Optional<RouteAssessor> latest;
  private final Optional<RouteAssessor> previous;
  private final Optional<RouteAssessor> last;
  private final Timing timing;
  private final Duration fresh;
  private final Instant now;

  /** What a route amounts to at the router. */
  record Ruling(
      VerdictKind kind,
      String reason,
      String message,
      Optional<Assessment> assessment,
      boolean unconfirmed) {
    static Ruling of(VerdictKind kind, String reason, String message) {
      return new Ruling(kind, reason, message, Optional.empty(), false);
    }
  }

  RouterJudge(
      RouterConfig router,
      ExpectedRoutes expected,
      Optional<RouterRecord> record,
      OwnSessions own,
      Timing timing,
      Instant now) {
    this.router = router;
    this.record = record;
    latest =
        record.flatMap(RouterRecord::latest).map(p -> new RouteAssessor(expected.peers(), own, p));
    previous =
        record
            .flatMap(RouterRecord::previous)
            .map(p -> new RouteAssessor(expected.peers(), own, p));
    last = record.flatMap(RouterRecord::last).map(p -> new RouteAssessor(expected.peers(), own, p));
    this.timing = timing;
    fresh = timing.fresh(router);
    this.now = now;
  }

  RouterConfig router() {
    return router;
  }

  /** The picture that verdicts rest on: the latest, else the last there was. */
  Optional<RouterPicture> picture() {
    return last.map(RouteAssessor::picture);
  }

  /** A route that should be there. */
  Ruling judge(ExpectedRoute route, Instant since) {
    Optional<LookFailure> failure = record.flatMap(RouterRecord::failure);
    if (failure.isPresent()) {
      return cannotLook(route, since, failure.get());
    }
    if (latest.isEmpty()) {
      boolean young = Duration.between(since, now).compareTo(fresh) <= 0;
      return young
          ? Ruling.of(VerdictKind.PENDING, "AWAITING_LOOK", "not looked at yet")
          : Ruling.of(
              VerdictKind.UNKNOWN,
              "NOT_LOOKED_AT",
              "nothing was read back from " + router.name() + " in " + seconds(since));
    }
    RouteAssessor assessor = latest.get();
    Instant lookedAt = deciding(assessor.picture());
    Assessment found = assessor.assess(route);
    if (Duration.between(lookedAt, now).compareTo(fresh) > 0) {
      return new Ruling(
          VerdictKind.STALE,
          "EVIDENCE_TOO_OLD",
          "the last look is "
              + seconds(lookedAt)
              + " old; it found: "
              + found.kind()
              + ", "
              + found.message(),
          Optional.of(found),
          true);
    }
    if (lookedAt.isBefore(since)) {
      return new Ruling(
          VerdictKind.PENDING,
          "AWAITING_LOOK",
          "changed " + seconds(since) + " ago, not looked at since",
          Optional.of(found),
          true);
    }
    if (found.kind().ok()) {
      return ruling(found);
    }
    if (Duration.between(since, now).compareTo(timing.converge()) < 0) {
      return new Ruling(
          VerdictKind.PENDING,
          "CONVERGING",
          "changed " + seconds(since) + " ago; so far " + found.kind() + ": " + found.message(),
          Optional.of(found),
          true);
    }
    if (verifiedBefore(route, since)) {
      return new Ruling(
          VerdictKind.VERIFIED,
          "",
          "verified by the look before; the latest says " + found.message() + ": looking again",
          Optional.of(found),
          true);
    }
    return ruling(found);
  }

  private static Ruling ruling(Assessment found) {
    return new Ruling(found.kind(), found.reason(), found.message(), Optional.of(found), false);
  }

  private boolean verifiedBefore(ExpectedRoute route, Instant since) {
    return previous
        .filter(p -> !deciding(p.picture()).isBefore(since))
        .filter(p -> Duration.between(deciding(p.picture()), now).compareTo(fresh) <= 0)
        .map(p -> p.assess(route).kind().ok())
        .orElse(false);
  }

  private Ruling cannotLook(ExpectedRoute route, Instant since, LookFailure failure) {
    Optional<Assessment> before =
        last.filter(l -> !deciding(l.picture()).isBefore(since)).map(l -> l.assess(route));
    String memory =
        before
            .map(
                a ->
                    "; last seen "
                        + a.kind()
                        + " "
                        + last.map(l -> seconds(deciding(l.picture()))).orElse("")
                        + " ago")
            .orElse("; never seen since the route is expected");
    return new Ruling(
        failure.unreachable() ? VerdictKind.UNREACHABLE : VerdictKind.UNKNOWN,
        failure.reason(),
        "cannot look for "
            + seconds(failure.since())
            + ": "
            + words(failure)
            + ": "
            + failure.message()
            + memory,
        before,
        false);
  }

  private static String words(LookFailure failure) {
    return switch (failure.reason()) {
      case LookFailure.PERMISSION -> "not allowed to look";
      case LookFailure.NOT_SET_UP -> "the looking glass is not set up";
      default -> Causes.words(failure.cause());
    };
  }

  /** A route that should not be there any more; empty when it is gone or nothing is known of it. */
  Optional<Ruling> judgeWithdrawn(Withdrawn withdrawn) {
    Optional<RouterPicture> picture = latest.map(RouteAssessor::picture);
    if (picture.isEmpty() || !ExpectationLog.seen(picture.get(), withdrawn.prefix())) {
      return Optional.empty();
    }
    String age = seconds(withdrawn.at());
    boolean young = Duration.between(withdrawn.at(), now).compareTo(timing.converge()) < 0;
    if (young || picture.get().at().isBefore(withdrawn.at())) {
      return Optional.of(
          Ruling.of(
              VerdictKind.PENDING, "WITHDRAWING", "withdrawn " + age + " ago, not seen gone yet"));
    }
    boolean stale =
        picture.get().witnesses().keySet().stream()
            .flatMap(v -> picture.get().sightings(v, withdrawn.prefix()).stream())
            .anyMatch(s -> s.stale());
    return Optional.of(
        Ruling.of(
            VerdictKind.LINGERING,
            stale ? "STALE" : "STILL_THERE",
            "withdrawn "
                + age
                + " ago and still "
                + farthestWords(picture.get(), withdrawn.prefix())
                + (stale ? ", kept by graceful restart" : "")));
  }

  private static String farthestWords(RouterPicture picture, IpPrefix prefix) {
    Vantage farthest =
        picture.witnesses().keySet().stream()
            .filter(v -> !picture.sightings(v, prefix).isEmpty())
            .max(Vantage::compareTo)
            .orElse(Vantage.RECEIVED);
    return farthest.name().toLowerCase(Locale.ROOT)
        + " via "
        + String.join(
            ", ", picture.nextHops(farthest, prefix).stream().map(Object::toString).toList());
  }

  /**
   * Prefixes inside our pools that nobody should announce to the router and somebody does: one of
   * our own speakers, or a stranger where the address belongs to no Service at all. In both of the
   * two latest looks, since one may have been taken during a change.
   */
  SortedSet<IpPrefix> strays(
      ExpectedRoutes expected,
      Predicate<IpPrefix> inPools,
      Predicate<IpPrefix> known,
      Predicate<IpPrefix> owned) {
    SortedSet<IpPrefix> out = new TreeSet<>();
    if (latest.isEmpty() || previous.isEmpty()) {
      return out;
    }
    RouterPicture p = latest.get().picture();
    Vantage farthest = p.farthest().orElse(null);
    if (farthest == null) {
      return out;
    }
    for (IpPrefix prefix : p.prefixes(farthest)) {
      if (!known.test(prefix)
          && inPools.test(prefix)
          && !p.nextHops(farthest, prefix).isEmpty()
          && !previous.get().picture().sightings(farthest, prefix).isEmpty()
          && (ours(p, farthest, prefix, expected) || !owned.test(prefix))) {
        out.add(prefix);
      }
    }
    return out;
  }

  private static boolean ours(
      RouterPicture picture, Vantage vantage, IpPrefix prefix, ExpectedRoutes expected) {
    return picture.sightings(vantage, prefix).stream()
        .anyMatch(
            s ->
                s.peer().map(expected.peers()::containsKey).orElse(false)
                    || s.nextHops().stream().anyMatch(expected.peers()::containsKey));
  }

  /** Next hops with the node of each, where it is one of ours. */
  String named(SortedSet<IpAddress> nextHops) {
    Map<IpAddress, String> nodes = last.map(l -> l.nodesByAddress()).orElse(Map.of());
    return nextHops.stream()
        .map(a -> a + " (" + nodes.getOrDefault(a, "nobody we know") + ")")
        .collect(Collectors.joining(", "));
  }

  private static Instant deciding(RouterPicture picture) {
    return picture
        .farthest()
        .map(v -> picture.witnesses().get(v))
        .map(RouterPicture.Witness::at)
        .orElse(picture.at());
  }

  private String seconds(Instant then) {
    long s = Math.max(0, Duration.between(then, now).toSeconds());
    return s < 120 ? s + " s" : s / 60 + " min";
  }
}
