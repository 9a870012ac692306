package io.readback.frr.glass;

import io.readback.frr.show.BgpSummary;
import io.readback.frr.show.Neighbor;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterSession;
import io.readback.spi.observe.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the router's words about a neighbour mean for the session with one of our speakers. */
final class SessionReading {
  private static final Optional<Cause> NO_POLICY = Optional.of(Cause.NO_POLICY);

  private final FrrTables tables;
  private final FrrAnswers answers;

  SessionReading(FrrTables tables, FrrAnswers answers) {
    this.tables = tables;
    this.answers = answers;
  }

  /** Whether the neighbour itself must be asked about, to know why it is not in order. */
  static boolean needsDetail(FrrTables tables, IpAddress peer, Interest.ExpectedPeer expected) {
    for (AddressFamily family : expected.families()) {
      Optional<BgpSummary.Peer> listed = tables.summary().peer(family, peer);
      if (listed.isEmpty() || !listed.get().established() || suspected(listed.get()).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** The session; empty when the router has no such neighbour and would not take one. */
  Optional<RouterSession> read(IpAddress peer, Interest.ExpectedPeer expected) {
    Optional<Neighbor> neighbor = answers.neighbor(peer);
    Optional<BgpSummary.Peer> listed = listed(peer, expected);
    if (listed.isPresent()) {
      return Optional.of(
          listed.get().established()
              ? established(peer, expected, listed.get())
              : down(peer, expected, listed.get(), neighbor));
    }
    if (neighbor.isPresent()) {
      return Optional.of(
          session(
              peer,
              neighbor.get().asn(),
              neighbor.get().state(),
              Cause.FAMILY_NOT_ACTIVATED,
              "no address family is activated for the neighbour"));
    }
    Optional<Map.Entry<IpPrefix, String>> range =
        answers.listenRanges().flatMap(r -> r.holding(peer));
    if (range.isPresent()) {
      return Optional.of(
          session(
              peer,
              0,
              "Idle",
              Cause.NO_ANSWER,
              "the router waits for a connection from "
                  + range.get().getKey()
                  + " (peer-group "
                  + range.get().getValue()
                  + ")"));
    }
    SortedSet<String> unnumbered = new TreeSet<>();
    tables.summary().families().values().forEach(f -> unnumbered.addAll(f.unnumbered()));
    if (peer.isLinkLocal() && !unnumbered.isEmpty()) {
      return Optional.of(
          session(
              peer,
              0,
              "Idle",
              Cause.UNKNOWN,
              "the router knows neighbours by interface ("
                  + String.join(", ", unnumbered)
                  + "): which of them is "
                  + peer
                  + " is not read"));
    }
    return answers.noSuchNeighbor(peer) || tables.noInstance().isPresent()
        ? Optional.empty()
        : Optional.of(session(peer, 0, "Idle", Cause.UNKNOWN, "not in the router's BGP summary"));
  }

  /** What is wrong with one family of an established session. */
  Optional<Cause> familyProblem(PeerFamily pf) {
    Optional<BgpSummary.Peer> listed = tables.summary().peer(pf.family(), pf.peer());
    if (listed.isEmpty()) {
      return Optional.of(Cause.FAMILY_NOT_ACTIVATED);
    }
    Optional<Cause> suspected = suspected(listed.get());
    return suspected.isPresent() && suspected.get() == Cause.FAMILY_NOT_ACTIVATED
        ? suspected
        : answers
            .neighbor(pf.peer())
            .map(n -> n.families().get(pf.family()))
            .map(f -> f.policyMissing().isEmpty() ? Optional.<Cause>empty() : NO_POLICY)
            .orElse(suspected);
  }

  /**
   * What the summary lets one think. "Policy" stands at neighbours that are down for another reason
   * too, and at those that lack an outbound policy alone; only with no prefix taken may the inbound
   * one be missing.
   */
  private static Optional<Cause> suspected(BgpSummary.Peer peer) {
    if (!peer.established()) {
      return Optional.empty();
    }
    return switch (peer.peerState()) {
      case "Policy" -> peer.prefixesReceived() == 0 ? NO_POLICY : Optional.empty();
      case "NoNeg" -> Optional.of(Cause.FAMILY_NOT_ACTIVATED);
      default -> Optional.empty();
    };
  }

  boolean isEstablished(IpAddress peer) {
    return tables.summary().families().values().stream()
        .map(f -> f.peers().get(peer))
        .anyMatch(p -> p != null && p.established());
  }

  private Optional<BgpSummary.Peer> listed(IpAddress peer, Interest.ExpectedPeer expected) {
    for (AddressFamily family : expected.families()) {
      Optional<BgpSummary.Peer> listed = tables.summary().peer(family, peer);
      if (listed.isPresent()) {
        return listed;
      }
    }
    for (AddressFamily family : AddressFamily.values()) {
      Optional<BgpSummary.Peer> listed = tables.summary().peer(family, peer);
      if (listed.isPresent()) {
        return listed;
      }
    }
    return Optional.empty();
  }

  private RouterSession established(
      IpAddress peer, Interest.ExpectedPeer expected, BgpSummary.Peer listed) {
    long prefixes = 0;
    List<Cause> problems = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (AddressFamily family : expected.families()) {
      PeerFamily pf = new PeerFamily(peer, family);
      prefixes +=
          tables.summary().peer(family, peer).map(BgpSummary.Peer::prefixesReceived).orElse(0L);
      Optional<Cause> problem = familyProblem(pf);
      problem.ifPresent(problems::add);
      problem.ifPresent(cause -> words.add(familyWords(pf, cause)));
    }
    // A session that carries one family is not called broken for the other one.
    boolean all = !problems.isEmpty() && problems.size() == expected.families().size();
    return new RouterSession(
        peer,
        listed.asn(),
        SessionState.ESTABLISHED,
        listed.uptime(),
        prefixes,
        all ? Optional.of(problems.get(0)) : Optional.empty(),
        words.isEmpty() ? "Established" : "Established; " + String.join("; ", words));
  }

  /** What is wrong with a family, in words. */
  String familyWords(PeerFamily pf, Cause cause) {
    String family = pf.family() == AddressFamily.IPV6 ? "IPv6" : "IPv4";
    if (cause == Cause.NO_POLICY) {
      return family
          + ": "
          + answers
              .neighbor(pf.peer())
              .map(n -> n.families().get(pf.family()))
              .map(Neighbor.Family::policyMissing)
              .filter(text -> !text.isEmpty())
              .orElse("(Policy): inbound updates discarded due to missing policy");
    }
    return family + ": not activated for the neighbour";
  }

  private RouterSession down(
      IpAddress peer,
      Interest.ExpectedPeer expected,
      BgpSummary.Peer listed,
      Optional<Neighbor> neighbor) {
    Problem problem = problem(expected, listed, neighbor);
    String words = listed.state() + "; " + problem.words();
    return session(peer, listed.asn(), listed.state(), problem.cause(), words);
  }

  private record Problem(Cause cause, String words) {}

  /**
   * The order matters: the reason of the last reset outlives what it was about, and FRR shows "BFD
   * down received" also after a shutdown and after too many prefixes.
   */
  private static Problem problem(
      Interest.ExpectedPeer expected, BgpSummary.Peer listed, Optional<Neighbor> neighbor) {
    if (listed.peerState().equals("Admin")
        || listed.state().contains("(Admin)")
        || neighbor.map(Neighbor::adminShutdown).orElse(false)) {
      return new Problem(Cause.ADMIN_SHUTDOWN, "the neighbour is shut down on the router");
    }
    if (listed.peerState().equals("PfxCt")
        || listed.state().contains("(PfxCt)")
        || neighbor.map(Neighbor::maxPrefixExceeded).orElse(false)) {
      return new Problem(
          Cause.MAX_PREFIX,
          "more than the allowed prefixes came"
              + neighbor.map(SessionReading::limits).orElse("")
              + "; raise maximum-prefix, then 'clear bgp' the neighbour");
    }
    if (listed.peerState().equals("NSF passive") || neighbor.map(Neighbor::helper).orElse(false)) {
      return new Problem(
          Cause.STALE,
          "the session is gone and graceful restart keeps its routes"
              + neighbor
                  .flatMap(Neighbor::restartSecondsLeft)
                  .map(s -> " for another " + s + " s")
                  .orElse(""));
    }
    if (listed.asn() != 0 && listed.asn() != expected.asn()) {
      return new Problem(
          Cause.WRONG_AS,
          "the router expects AS " + listed.asn() + " there, our speaker is AS " + expected.asn());
    }
    return neighbor
        .map(SessionReading::problem)
        .orElse(new Problem(Cause.UNKNOWN, "the router gives no reason"));
  }

  private static Problem problem(Neighbor n) {
    if (n.lastResetCode() == Neighbor.RESET_NO_FAMILY && n.families().isEmpty()) {
      return new Problem(Cause.FAMILY_NOT_ACTIVATED, n.lastReset());
    }
    if (!n.bfdStatus().isEmpty() && !n.bfdStatus().equalsIgnoreCase("up")) {
      return new Problem(Cause.BFD_DOWN, "BFD is " + n.bfdStatus());
    }
    if (n.lastResetCode() == Neighbor.RESET_BFD) {
      return new Problem(Cause.BFD_DOWN, "last reset: " + n.lastReset());
    }
    if (n.lastReset().contains("Notification") && !n.notification().isEmpty()) {
      return new Problem(
          notified(n.notification()), "last reset: " + n.lastReset() + ": " + n.notification());
    }
    if (n.authentication() && n.opensReceived() == 0) {
      return new Problem(
          Cause.AUTHENTICATION,
          "nothing was ever heard, and a TCP password is set: probably the passwords differ");
    }
    String reset = n.lastReset().toLowerCase(Locale.ROOT);
    if (reset.contains("closed the session")
        || reset.contains("interface down")
        || reset.contains("address lost")) {
      return new Problem(Cause.CONNECTION_LOST, "last reset: " + n.lastReset());
    }
    if (reset.contains("waiting for") || reset.contains("no path to") || n.opensReceived() == 0) {
      return new Problem(
          Cause.NO_ANSWER,
          n.opensReceived() == 0
              ? "nothing was ever heard from the neighbour"
              : "last reset: " + n.lastReset());
    }
    return new Problem(
        Cause.UNKNOWN,
        n.lastReset().isEmpty() ? "the router gives no reason" : "last reset: " + n.lastReset());
  }

  private static Cause notified(String text) {
    String t = text.toLowerCase(Locale.ROOT);
    if (t.contains("hold timer")) {
      return Cause.HOLD_TIMER_EXPIRED;
    }
    if (t.contains("bad peer as")) {
      return Cause.WRONG_AS;
    }
    if (t.contains("identifier")) {
      return Cause.BAD_IDENTIFIER;
    }
    if (t.contains("maximum number of prefixes")) {
      return Cause.MAX_PREFIX;
    }
    if (t.contains("authentication")) {
      return Cause.AUTHENTICATION;
    }
    if (t.startsWith("open")) {
      return Cause.OPEN_REFUSED;
    }
    return t.startsWith("cease") ? Cause.CEASE : Cause.PROTOCOL_ERROR;
  }

  private static String limits(Neighbor neighbor) {
    List<String> limits = new ArrayList<>();
    neighbor
        .families()
        .forEach(
            (family, f) -> {
              if (f.maxPrefixes() > 0) {
                limits.add(f.maxPrefixes() + " of " + family);
              }
            });
    return limits.isEmpty() ? "" : " (" + String.join(", ", limits) + ")";
  }

  private static RouterSession session(
      IpAddress peer, long asn, String state, Cause problem, String words) {
    return new RouterSession(
        peer, asn, state(state), Optional.empty(), 0, Optional.of(problem), words);
  }

  private static SessionState state(String words) {
    String first = words.split(" ", 2)[0].toLowerCase(Locale.ROOT);
    return switch (first) {
      case "connect" -> SessionState.CONNECT;
      case "active" -> SessionState.ACTIVE;
      case "opensent" -> SessionState.OPENSENT;
      case "openconfirm" -> SessionState.OPENCONFIRM;
      case "established" -> SessionState.ESTABLISHED;
      default -> SessionState.IDLE;
    };
  }
}
