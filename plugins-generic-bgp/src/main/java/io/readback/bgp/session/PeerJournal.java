package io.readback.bgp.session;

import io.readback.bgp.codec.Decoded;
import io.readback.bgp.fsm.FsmEventType;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.MessageDirection;
import io.readback.spi.observe.SessionDetail;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionEvent;
import io.readback.spi.observe.SessionState;
import io.readback.spi.target.TargetId;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is remembered of one peer's sessions: changes of state, errors, faulty messages, counts. All
 * of it is shown, and what is news goes to the log. Lives on the speaker's event loop.
 */
final class PeerJournal {
  private final SpeakerEnvironment speaker;
  private final TargetId id;
  private final Supplier<IpAddress> address;
  private final FaultLog faultLog;
  private final SessionTraffic traffic;
  private final SessionLog log = new SessionLog();
  private Optional<SessionError> lastError = Optional.empty();
  private String reason = "";

  /** An error that no event tells of yet. */
  private Optional<SessionError> untold = Optional.empty();

  private Optional<Instant> lastStateChange = Optional.empty();
  private long flaps;
  private long established;
  private long treatedAsWithdraw;
  private long prefixesTreatedAsWithdraw;
  private long attributesDiscarded;
  private boolean over;

  /**
   * @param address the peer's, as far as it is known
   */
  PeerJournal(SpeakerEnvironment speaker, TargetId id, Supplier<IpAddress> address) {
    this.speaker = speaker;
    this.id = id;
    this.address = address;
    this.faultLog = new FaultLog(speaker.logger(), id);
    this.traffic = new SessionTraffic(speaker.clock());
    speaker.messages().ifPresent(traffic::add);
  }

  SessionTraffic traffic() {
    return traffic;
  }

  Optional<SessionError> lastError() {
    return lastError;
  }

  Optional<Instant> lastStateChange() {
    return lastStateChange;
  }

  /** How many established sessions have ended. */
  long flaps() {
    return flaps;
  }

  List<SessionEvent> events() {
    return log.events();
  }

  /** The peer's sessions end by our will: what fails from now on is no news. */
  void over() {
    over = true;
  }

  /** There is no session, and that is as it should be. */
  void down(SessionError why) {
    over();
    lastError = Optional.of(why);
  }

  void flapped() {
    flaps++;
  }

  /** UPDATEs whose errors made withdrawals of them (RFC 7606). */
  long treatedAsWithdraw() {
    return treatedAsWithdraw;
  }

  /** Their prefixes. */
  long prefixesTreatedAsWithdraw() {
    return prefixesTreatedAsWithdraw;
  }

  SessionDetail.Activity activity() {
    return new SessionDetail.Activity(
        traffic.lastReceived(),
        traffic.lastUpdateReceived(),
        traffic.lastSent(),
        established,
        treatedAsWithdraw,
        attributesDiscarded);
  }

  /** Why the next NOTIFICATION is sent, for a person. */
  void reason(String text) {
    reason = text;
  }

  /**
   * @param hex the message that is answered; empty: none is
   */
  void sent(Notification notification, String hex) {
    String why = reason;
    reason = "";
    failed(SessionFaults.sent(speaker.clock().instant(), notification, why, hex));
  }

  void failed(SessionError error) {
    if (isCollision(error)) {
      return;
    }
    untold = Optional.of(error);
    boolean known = lastError.map(e -> e.text().equals(error.text())).orElse(false);
    lastError = Optional.of(SessionFaults.moreTelling(lastError, error));
    speaker
        .logger()
        .log(
            known || over ? Level.DEBUG : Level.WARNING,
            () -> "session " + id + " with " + address.get() + ": " + error.text());
    if (!known) {
      speaker.changed();
    }
  }

  /** One of two connections had to go; that is no failure of the session. */
  private static boolean isCollision(SessionError error) {
    return error
        .text()
        .endsWith(Notification.of(ErrorCode.CONNECTION_COLLISION_RESOLUTION).describe());
  }

  /** A message that was not simply taken as it was. */
  void noteworthy(Decoded decoded, SessionState state, Supplier<String> hex) {
    if (decoded.kind() == Decoded.Kind.TREAT_AS_WITHDRAW) {
      treatedAsWithdraw++;
      prefixesTreatedAsWithdraw += decoded.withdrawn().size();
    } else if (decoded.kind() == Decoded.Kind.ATTRIBUTE_DISCARD) {
      attributesDiscarded++;
    }
    Instant now = speaker.clock().instant();
    if (faultLog.noteworthy(decoded, now, hex) && decoded.answer().isEmpty()) {
      log.add(
          now,
          state,
          state,
          name(decoded.kind()),
          decoded.reason(),
          MessageDirection.RECEIVED,
          hex.get());
    }
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Notes an error that changed no state. */
  void settled(SessionState state) {
    Optional<SessionError> error = untold;
    untold = Optional.empty();
    error.ifPresent(
        e -> log.add(e.at(), state, state, name(e.cause()), e.text(), e.direction(), e.hex()));
  }

  /**
   * @param event what changed it
   * @param hex the message that the event comes from; empty: none
   */
  void stateChanged(Connection connection, SessionState before, FsmEventType event, String hex) {
    Instant now = speaker.clock().instant();
    SessionState after = connection.state();
    lastStateChange = Optional.of(now);
    if (after == SessionState.ESTABLISHED) {
      established++;
    }
    traffic.changed(connection, before);
    Optional<SessionError> error = untold;
    untold = Optional.empty();
    log.add(
        now,
        before,
        after,
        name(event),
        error.map(SessionError::text).orElse(""),
        error
            .map(SessionError::direction)
            .orElse(hex.isEmpty() ? MessageDirection.NONE : MessageDirection.RECEIVED),
        error.map(SessionError::hex).orElse(hex));
    boolean news = before == SessionState.ESTABLISHED || after == SessionState.ESTABLISHED;
    speaker
        .logger()
        .log(
            news ? Level.INFO : Level.DEBUG,
            () ->
                "session "
                    + id
                    + " with "
                    + address.get()
                    + " goes from "
                    + before
                    + " to "
                    + after);
    speaker.changed();
  }
}
