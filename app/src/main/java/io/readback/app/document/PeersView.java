package io.readback.app.document;

import io.readback.core.plan.NodePlan;
import io.readback.core.plan.PlannedTarget;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.observe.FamilyCounts;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code bgp peers}: the sessions of this node by instance and peer. */
final class PeersView {
  private PeersView() {}

  static List<PeerRow> of(NodePlan plan, Map<TargetId, TargetStatus> observed, Instant now) {
    return plan.sessions().values().stream()
        .map(t -> row(plan.node(), t, observed.get(t.id()), now))
        .toList();
  }

  private static PeerRow row(
      String node, PlannedTarget target, @Nullable TargetStatus status, Instant now) {
    BgpSession session = target.session();
    Optional<SessionStatus> seen = Optional.ofNullable(status).flatMap(TargetStatus::session);
    long peerAsn = seen.map(SessionStatus::peerAsn).filter(a -> a != 0).orElse(session.peerAsn());
    return new PeerRow(
        node,
        session.instance().name(),
        session.peer(),
        session.peerAddress().toString(),
        session.peerPort(),
        session.localAsn(),
        peerAsn,
        seen.map(SessionStatus::state).orElse(SessionState.IDLE).toString(),
        seen.flatMap(SessionStatus::establishedAt)
            .map(since -> Math.max(0, Duration.between(since, now).toSeconds()))
            .orElse(null),
        families(session, seen),
        seen.flatMap(SessionStatus::lastError).map(e -> e.text()).orElse(null),
        seen.map(SessionRows::of).orElse(null));
  }

  /** The negotiated families with their counts, else the configured ones without. */
  private static List<PeerRow.FamilyRow> families(
      BgpSession session, Optional<SessionStatus> seen) {
    List<FamilyCounts> counts = seen.map(SessionStatus::families).orElse(List.of());
    if (!counts.isEmpty()) {
      return counts.stream()
          .map(
              c ->
                  new PeerRow.FamilyRow(
                      afi(c.family()), "unicast", c.received(), c.accepted(), c.advertised()))
          .toList();
    }
    return session.families().stream()
        .map(f -> new PeerRow.FamilyRow(afi(f), "unicast", null, null, null))
        .toList();
  }

  private static String afi(AddressFamily family) {
    return family.name().toLowerCase(Locale.ROOT);
  }
}
