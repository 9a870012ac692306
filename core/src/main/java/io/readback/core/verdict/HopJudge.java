package io.readback.core.verdict;

import io.readback.core.observe.RouterPicture;
import io.readback.core.plan.ExpectedRoutes.ExpectedHop;
import io.readback.core.plan.ExpectedRoutes.ExpectedPeer;
import io.readback.core.plan.ExpectedRoutes.ExpectedRoute;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.RouterSession;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says of one expected next hop whether it is there, and if not why: the router's word on the
 * session and the prefix joined with our own announcer's, the more telling of the two first.
 */
final class HopJudge {
  private final Map<Speaker, IpAddress> speakers = new HashMap<>();
  private final Map<IpAddress, String> nodes = new TreeMap<>();
  private final OwnSessions own;
  private final RouterPicture picture;

  HopJudge(SortedMap<IpAddress, ExpectedPeer> peers, OwnSessions own, RouterPicture picture) {
    peers.forEach(
        (address, p) -> {
          speakers.put(new Speaker(p.node(), p.session()), address);
          nodes.put(address, p.node());
        });
    this.own = own;
    this.picture = picture;
  }

  private record Speaker(String node, TargetId session) {}

  /** The address the router knows the hop's speaker by. */
  Optional<IpAddress> speaker(ExpectedHop hop) {
    return Optional.ofNullable(speakers.get(new Speaker(hop.node(), hop.session())));
  }

  /**
   * The addresses the hop may show as: its own, and a link-local one that came from the same
   * speaker, which routers prefer on a shared link (RFC 2545 section 3).
   */
  SortedSet<IpAddress> faces(ExpectedHop hop, IpPrefix prefix) {
    SortedSet<IpAddress> out = new TreeSet<>();
    out.add(hop.nextHop());
    for (Vantage vantage : List.of(Vantage.RECEIVED, Vantage.SELECTED)) {
      for (Sighting s : picture.sightings(vantage, prefix)) {
        if (s.peer().isPresent() && s.peer().equals(speaker(hop))) {
          s.nextHops().stream().filter(IpAddress::isLinkLocal).forEach(out::add);
        }
      }
    }
    return out;
  }

  boolean at(Vantage vantage, ExpectedHop hop, IpPrefix prefix) {
    SortedSet<IpAddress> seen = picture.nextHops(vantage, prefix);
    return faces(hop, prefix).stream().anyMatch(seen::contains);
  }

  /** Whether only graceful restart keeps the hop's path. */
  boolean stale(ExpectedHop hop, IpPrefix prefix) {
    Optional<IpAddress> speaker = speaker(hop);
    boolean marked =
        List.of(Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED).stream()
            .flatMap(v -> picture.sightings(v, prefix).stream())
            .filter(Sighting::stale)
            .anyMatch(
                s ->
                    s.peer().isPresent()
                        ? s.peer().equals(speaker)
                        : faces(hop, prefix).stream().anyMatch(s.nextHops()::contains));
    boolean sessionDown =
        speaker
            .map(picture.sessions()::get)
            .filter(s -> s.state() != SessionState.ESTABLISHED)
            .isPresent();
    return marked || sessionDown;
  }

  /**
   * Whether nothing but the next hops in the forwarding table needs to be asked: no other protocol
   * put them there, no stranger sent them, and what was announced with them is still on them.
   */
  boolean nothingAgainst(ExpectedRoute route) {
    return !overridden(route.prefix())
        && route.hops().stream().noneMatch(h -> borrowed(h, route.prefix()).isPresent())
        && lostAttributes(route).isEmpty();
  }

  /** Whether the route in the forwarding table is another protocol's, with whatever next hops. */
  private boolean overridden(IpPrefix prefix) {
    return picture.findings(prefix).stream()
        .anyMatch(f -> f.cause() == Cause.OTHER_PROTOCOL && f.prefix().isPresent());
  }

  /**
   * Who sent the paths with the hop's address, where none of them came from a speaker of its own
   * node: anybody on a shared link may name it as a next hop.
   */
  private Optional<IpAddress> borrowed(ExpectedHop hop, IpPrefix prefix) {
    Vantage vantage = picture.covers(Vantage.SELECTED) ? Vantage.SELECTED : Vantage.RECEIVED;
    Optional<IpAddress> other = Optional.empty();
    for (Sighting s : picture.sightings(vantage, prefix)) {
      if (s.nextHops().contains(hop.nextHop())) {
        if (s.peer().isEmpty() || hop.node().equals(nodes.get(s.peer().get()))) {
          return Optional.empty();
        }
        other = s.peer();
      }
    }
    return other;
  }

  /**
   * What was announced and does not show, by hop; of hops whose attributes were not read nothing.
   */
  Map<ExpectedHop, List<String>> lostAttributes(ExpectedRoute route) {
    Map<ExpectedHop, List<String>> out = new LinkedHashMap<>();
    for (ExpectedHop hop : route.hops()) {
      if (Declared.any(hop.attributes())) {
        for (Sighting s : picture.sightings(Vantage.RECEIVED, route.prefix())) {
          if (s.attributes().isPresent() && s.peer().equals(speaker(hop))) {
            List<String> lost = Declared.lost(hop.attributes(), s.attributes().get());
            if (!lost.isEmpty()) {
              out.put(hop, lost);
            }
          }
        }
      }
    }
    return out;
  }

  HopState judge(ExpectedHop hop, IpPrefix prefix, Vantage farthest) {
    boolean overridden = overridden(prefix);
    SortedSet<Vantage> seen = new TreeSet<>();
    for (Vantage vantage : picture.witnesses().keySet()) {
      if (at(vantage, hop, prefix) && !(overridden && vantage == Vantage.INSTALLED)) {
        seen.add(vantage);
      }
    }
    return state(hop, prefix, farthest, overridden).seenAt(seen);
  }

  private HopState state(ExpectedHop hop, IpPrefix prefix, Vantage farthest, boolean overridden) {
    Optional<IpAddress> stranger = borrowed(hop, prefix);
    if (at(farthest, hop, prefix) && !overridden && stranger.isEmpty()) {
      return HopState.present(hop);
    }
    return sessionDown(hop)
        .or(() -> sessionCarriesNothing(hop))
        .or(() -> found(hop, prefix))
        .or(() -> notSent(hop, prefix))
        .or(
            () ->
                stranger.map(
                    s ->
                        missing(
                            hop,
                            "NOT_RECEIVED",
                            "not received from its own speaker",
                            s + " sends a path with next hop " + hop.nextHop())))
        .orElseGet(() -> lostOnTheWay(hop, prefix, farthest));
  }

  private Optional<HopState> sessionDown(ExpectedHop hop) {
    Optional<RouterSession> theirs = theirs(hop);
    Optional<OwnSessions.Word> ours = own.word(hop.node(), hop.session());
    boolean up =
        theirs.map(s -> s.state() == SessionState.ESTABLISHED).orElse(false)
            || theirs.isEmpty() && ours.map(OwnSessions.Word::established).orElse(false);
    if (up) {
      return Optional.empty();
    }
    boolean notConfigured =
        theirs.isEmpty() && picture.sessionsCovered() && speaker(hop).isPresent();
    boolean oursDown = ours.map(OwnSessions.Word::down).orElse(false);
    if (theirs.isEmpty() && !notConfigured && !oursDown) {
      return Optional.empty();
    }
    List<Cause> causes = new ArrayList<>();
    List<String> detail = new ArrayList<>();
    theirs.ifPresent(
        s -> {
          s.problem().ifPresent(causes::add);
          detail.add("router: " + words(s));
        });
    if (notConfigured) {
      causes.add(Cause.NOT_CONFIGURED);
      detail.add("router: no neighbour " + speaker(hop).map(IpAddress::toString).orElse(""));
    }
    List<Finding> findings =
        speaker(hop).stream()
            .flatMap(s -> aboutSession(s).stream())
            .sorted(Comparator.comparingInt(f -> Causes.rank(f.cause())))
            .toList();
    findings.forEach(f -> causes.add(f.cause()));
    findings.stream()
        .findFirst()
        .map(f -> "router: " + f.evidence())
        .filter(said -> detail.stream().noneMatch(d -> d.endsWith(said.substring(8))))
        .ifPresent(detail::add);
    ours.ifPresent(
        w -> {
          Optional<SessionError> error = w.status().session().flatMap(SessionStatus::lastError);
          error.ifPresent(e -> causes.add(e.cause()));
          w.status()
              .session()
              .ifPresent(
                  s ->
                      detail.add(
                          hop.node()
                              + ": "
                              + s.state()
                              + error.map(e -> ", " + e.text()).orElse("")));
        });
    if (ours.isEmpty()) {
      detail.add(hop.node() + "'s own end is not known to this agent");
    }
    Cause cause = causes.stream().min(Comparator.comparingInt(Causes::rank)).orElse(Cause.UNKNOWN);
    return Optional.of(
        new HopState(
            hop,
            new TreeSet<>(),
            VerdictKind.SESSION_DOWN,
            cause.name(),
            "session down: " + Causes.words(cause),
            String.join("; ", detail),
            findings.stream().findFirst(),
            false));
  }

  /** The router's words, with the state in front where they do not begin with it. */
  private static String words(RouterSession session) {
    String state = session.state().toString();
    String said = session.detail();
    return said.isEmpty()
        ? state
        : said.toLowerCase(Locale.ROOT).startsWith(state) ? said : state + ", " + said;
  }

  private Optional<HopState> sessionCarriesNothing(ExpectedHop hop) {
    Optional<RouterSession> session = theirs(hop).filter(s -> s.problem().isPresent());
    return session.map(
        s -> {
          Cause cause = s.problem().orElse(Cause.UNKNOWN);
          Optional<Finding> finding =
              speaker(hop).stream()
                  .flatMap(p -> about(p, Optional.empty()).stream())
                  .filter(f -> f.cause() == cause)
                  .findFirst();
          return ofCause(hop, cause, finding.map(Finding::evidence).orElse(s.detail()), finding);
        });
  }

  private Optional<HopState> found(ExpectedHop hop, IpPrefix prefix) {
    return speaker(hop).map(s -> about(s, Optional.of(prefix))).orElse(List.of()).stream()
        // A peer's stale paths say nothing of a path that is not there, and what is said of its
        // session is judged with the session.
        .filter(f -> f.cause() != Cause.STALE)
        .filter(f -> f.prefix().isPresent() || !Causes.ofSession(f.cause()))
        .min(Comparator.comparingInt(f -> Causes.rank(f.cause())))
        .map(f -> ofCause(hop, f.cause(), f.evidence(), Optional.of(f)));
  }

  private static HopState ofCause(
      ExpectedHop hop, Cause cause, String evidence, Optional<Finding> finding) {
    boolean session = Causes.ofSession(cause);
    return new HopState(
        hop,
        new TreeSet<>(),
        session
            ? VerdictKind.SESSION_DOWN
            : cause == Cause.UNKNOWN ? VerdictKind.MISSING : VerdictKind.REJECTED,
        cause.name(),
        (session ? "session down: " : "") + Causes.words(cause),
        evidence,
        finding,
        false);
  }

  private Optional<HopState> notSent(ExpectedHop hop, IpPrefix prefix) {
    return own.word(hop.node(), hop.session())
        .flatMap(
            w -> {
              String refused = w.status().rejected().get(prefix);
              if (refused != null) {
                return Optional.of(
                    missing(hop, "ANNOUNCER_REFUSES", "refused by our announcer", refused));
              }
              if (!w.accepted(prefix)) {
                return Optional.of(
                    missing(
                        hop,
                        "NOT_ACCEPTED",
                        "not taken over by our announcer " + w.announcer(),
                        ""));
              }
              if (!w.advertised(prefix)) {
                return Optional.of(
                    missing(hop, "NOT_ADVERTISED", "not yet sent by our announcer", ""));
              }
              return Optional.empty();
            });
  }

  private HopState lostOnTheWay(ExpectedHop hop, IpPrefix prefix, Vantage farthest) {
    if (farthest == Vantage.INSTALLED
        && picture.covers(Vantage.SELECTED)
        && at(Vantage.SELECTED, hop, prefix)) {
      return missing(hop, "NOT_INSTALLED", "selected but not in the forwarding table", "");
    }
    if (picture.covers(Vantage.RECEIVED)) {
      return at(Vantage.RECEIVED, hop, prefix)
          ? missing(hop, "NOT_SELECTED", "received but not selected", "")
          : missing(hop, "NOT_RECEIVED", "not received, or not accepted, by the router", "");
    }
    if (picture.covers(Vantage.SELECTED)) {
      return missing(
          hop,
          "NOT_IN_TABLE",
          "not among the router's paths",
          "whether it was received cannot be seen there");
    }
    return missing(hop, "NOT_INSTALLED", "not in the forwarding table", "");
  }

  private static HopState missing(ExpectedHop hop, String reason, String words, String detail) {
    return new HopState(
        hop, new TreeSet<>(), VerdictKind.MISSING, reason, words, detail, Optional.empty(), false);
  }

  private Optional<RouterSession> theirs(ExpectedHop hop) {
    return speaker(hop).map(picture.sessions()::get);
  }

  private List<Finding> aboutSession(IpAddress speaker) {
    return about(speaker, Optional.empty()).stream()
        .filter(f -> Causes.ofSession(f.cause()))
        .toList();
  }

  /** Findings that concern the speaker: about the prefix, or about everything. */
  private List<Finding> about(IpAddress speaker, Optional<IpPrefix> prefix) {
    List<Finding> all = prefix.map(picture::findings).orElseGet(picture::generalFindings);
    return all.stream().filter(f -> f.peer().isEmpty() || f.peer().get().equals(speaker)).toList();
  }

  /** Who among our speakers has this address; for words about next hops. */
  Map<IpAddress, String> nodesByAddress() {
    return Collections.unmodifiableMap(nodes);
  }
}
