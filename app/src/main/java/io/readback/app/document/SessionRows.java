package io.readback.app.document;

import io.readback.spi.observe.MessageCounts;
import io.readback.spi.observe.SessionBfd;
import io.readback.spi.observe.SessionCapability;
import io.readback.spi.observe.SessionDetail;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Makes {@link SessionRow}s. */
final class SessionRows {
  private SessionRows() {}

  static SessionRow of(SessionStatus status) {
    SessionDetail detail = status.detail();
    SessionDetail.Timers timers = detail.timers();
    SessionDetail.Restart restart = detail.restart();
    return new SessionRow(
        status.peerIdentifier().map(Object::toString).orElse(null),
        new SessionRow.TimersRow(
            status.holdTime(),
            status.keepaliveTime(),
            timers.hold(),
            timers.keepalive(),
            timers.connectRetry(),
            timers.sendHold()),
        detail.connection().map(SessionRows::connection).orElse(null),
        new SessionRow.ProtectionRow(
            detail.protection().authentication().isEmpty()
                ? "none"
                : detail.protection().authentication(),
            value(detail.protection().ttlSent()),
            value(detail.protection().ttlLeast())),
        new SessionRow.CapabilitiesRow(
            capabilities(detail.sentCapabilities()), capabilities(detail.receivedCapabilities())),
        new SessionRow.RestartRow(
            restart.agreed(),
            restart.notification(),
            restart.time(),
            restart.peerTime(),
            restart.peerRestarting(),
            restart.staleRoutes()),
        new SessionRow.MessagesRow(counts(detail.sent()), counts(detail.received())),
        detail.sendQueue(),
        detail.flaps(),
        detail.lastStateChange().map(Instant::toString).orElse(null),
        status.lastError().map(SessionRows::error).orElse(null),
        detail.bfd().map(SessionRows::bfd).orElse(null),
        activity(detail.activity()));
  }

  private static SessionRow.ActivityRow activity(SessionDetail.Activity a) {
    return new SessionRow.ActivityRow(
        a.lastReceived().map(Instant::toString).orElse(null),
        a.lastUpdateReceived().map(Instant::toString).orElse(null),
        a.lastSent().map(Instant::toString).orElse(null),
        a.established(),
        a.treatedAsWithdraw(),
        a.attributesDiscarded());
  }

  private static SessionRow.BfdRow bfd(SessionBfd b) {
    return new SessionRow.BfdRow(
        b.state(),
        b.diagnostic(),
        b.remoteState(),
        b.remoteDiagnostic(),
        b.multihop(),
        b.transmitInterval().toMillis(),
        b.detectionTime().toMillis(),
        b.since().map(Instant::toString).orElse(null),
        b.timesUp(),
        b.sent(),
        b.received(),
        b.discarded(),
        b.authentication().isEmpty() ? "none" : b.authentication(),
        b.echoInterval().toMillis(),
        b.echoDetectionTime().toMillis(),
        b.problem().orElse(null));
  }

  private static SessionRow.ConnectionRow connection(SessionDetail.Connection c) {
    return new SessionRow.ConnectionRow(
        c.localAddress().toString(),
        c.localPort(),
        c.remoteAddress().toString(),
        c.remotePort(),
        c.outgoing());
  }

  private static List<SessionRow.CapabilityRow> capabilities(List<SessionCapability> all) {
    return all.stream()
        .map(c -> new SessionRow.CapabilityRow(c.code(), c.name(), c.value()))
        .toList();
  }

  private static SessionRow.CountsRow counts(MessageCounts c) {
    return new SessionRow.CountsRow(
        c.open(), c.update(), c.notification(), c.keepalive(), c.routeRefresh(), c.octets());
  }

  private static SessionRow.ErrorRow error(SessionError e) {
    return new SessionRow.ErrorRow(
        e.at().toString(),
        e.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        e.text(),
        e.direction().toString(),
        e.hex());
  }

  private static @Nullable Integer value(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}
