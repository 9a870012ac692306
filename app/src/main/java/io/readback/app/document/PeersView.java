package io.readback.app.document;

import io.readback.core.plan.NodePlan;
import io.readback.core.plan.PlannedTarget;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code bgp peers}: the sessions of this node by instance and peer. */
final class PeersView {
  private PeersView() {}

  /**
   * @param drains what is drained, by session or range
   */
  static List<PeerRow> of(
      NodePlan plan,
      Map<TargetId, TargetStatus> observed,
      Map<TargetId, List<DrainRow>> drains,
      Instant now) {
    Map<TargetId, PlannedTarget> planned = plan.sessions();
    List<PeerRow> rows = new ArrayList<>();
    planned
        .values()
        .forEach(
            t ->
                rows.add(
                    row(
                        plan.node(),
                        t,
                        observed.get(t.id()),
                        drains.getOrDefault(t.id(), List.of()),
                        now)));
    observed.values().stream()
        .filter(status -> !planned.containsKey(status.id()))
        .filter(status -> status.range().filter(plan.targets()::containsKey).isPresent())
        .flatMap(status -> dynamic(plan.node(), status, now).stream())
        .forEach(rows::add);
    rows.sort(Comparator.comparing(PeerRow::instance).thenComparing(PeerRow::peer));
    return List.copyOf(rows);
  }

  /** A peer of a range, which nothing says of but the announcer. */
  private static Optional<PeerRow> dynamic(String node, TargetStatus status, Instant now) {
    return status
        .session()
        .map(
            seen ->
                new PeerRow(
                    node,
                    status.id().owner(),
                    status.id().name(),
                    seen.peerAddress().toString(),
                    seen.peerPort(),
                    seen.localAsn(),
                    seen.peerAsn(),
                    seen.state().toString(),
                    uptime(seen, now),
                    negotiated(seen),
                    seen.lastError().map(e -> e.text()).orElse(null),
                    List.of(),
                    SessionRows.of(seen)));
  }

  private static @Nullable Long uptime(SessionStatus seen, Instant now) {
    return seen.establishedAt()
        .map(since -> Math.max(0, Duration.between(since, now).toSeconds()))
        .orElse(null);
  }

  private static List<PeerRow.FamilyRow> negotiated(SessionStatus seen) {
    return seen.families().stream()
        .map(
            c ->
                new PeerRow.FamilyRow(
                    afi(c.family()), "unicast", c.received(), c.accepted(), c.advertised()))
        .toList();
  }

  private static PeerRow row(
      String node,
      PlannedTarget target,
      @Nullable TargetStatus status,
      List<DrainRow> drains,
      Instant now) {
    BgpSession session = target.session();
    Optional<SessionStatus> seen = Optional.ofNullable(status).flatMap(TargetStatus::session);
    long peerAsn = seen.map(SessionStatus::peerAsn).filter(a -> a != 0).orElse(session.peerAsn());
    return new PeerRow(
        node,
        session.instance().name(),
        session.peer(),
        address(session, seen),
        session.peerPort(),
        session.localAsn(),
        peerAsn,
        seen.map(SessionStatus::state).orElse(SessionState.IDLE).toString(),
        seen.map(s -> uptime(s, now)).orElse(null),
        families(session, seen),
        seen.flatMap(SessionStatus::lastError).map(e -> e.text()).orElse(null),
        drains,
        seen.map(SessionRows::of).orElse(null));
  }

  /** Of an unnumbered session the router's, once it was heard, with the interface. */
  private static String address(BgpSession session, Optional<SessionStatus> seen) {
    String device = session.device().orElse("");
    return session.unnumbered()
        ? seen.map(SessionStatus::peerAddress)
            .filter(address -> !address.isUnspecified())
            .map(address -> address + "%" + device)
            .orElse(device)
        : session.peerAddress().toString();
  }

  /** The negotiated families with their counts, else the configured ones without. */
  private static List<PeerRow.FamilyRow> families(
      BgpSession session, Optional<SessionStatus> seen) {
    List<PeerRow.FamilyRow> counts = seen.map(PeersView::negotiated).orElse(List.of());
    if (!counts.isEmpty()) {
      return counts;
    }
    return session.families().stream()
        .map(f -> new PeerRow.FamilyRow(afi(f), "unicast", null, null, null))
        .toList();
  }

  private static String afi(AddressFamily family) {
    return family.name().toLowerCase(Locale.ROOT);
  }
}
