package io.readback.bgp.fsm;

import static io.readback.spi.observe.SessionState.ACTIVE;
import static io.readback.spi.observe.SessionState.CONNECT;
import static io.readback.spi.observe.SessionState.ESTABLISHED;
import static io.readback.spi.observe.SessionState.IDLE;
import static io.readback.spi.observe.SessionState.OPENCONFIRM;
import static io.readback.spi.observe.SessionState.OPENSENT;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The finite state machine of RFC 4271 section 8.2.2 for one connection, a pure function. Each
 * connection of a peer has a state of its own; {@link CollisionRule} decides between two.
 *
 * <p>It departs from the letter of section 8.2.2 where that would serve badly:
 *
 * <ul>
 *   <li>Connect, event 18: to Active instead of Idle, since in Idle the peer's own attempt would be
 *       refused.
 *   <li>Active of a passive peer: no ConnectRetryTimer, since there is nothing to retry.
 *   <li>A NOTIFICATION is never answered by one (section 6.4), also in OpenSent.
 *   <li>A second OPEN on a connection is an FSM error: the OPEN of a colliding connection arrives
 *       at that connection's own state machine.
 *   <li>Established, event 21: the header error itself is sent, as section 6.1 says.
 * </ul>
 */
public final class SessionFsm {
  private static final FsmEffect CONNECT_TCP = new FsmEffect.Connect();
  private static final FsmEffect SEND_OPEN = new FsmEffect.SendOpen();
  private static final FsmEffect SEND_KEEPALIVE = new FsmEffect.SendKeepalive();
  private static final FsmEffect CLOSE = new FsmEffect.CloseTransport();
  private static final FsmEffect STOP_ALL = new FsmEffect.StopAllTimers();
  private static final FsmEffect DOWN = new FsmEffect.SessionDown();
  private static final FsmEffect DELIVER = new FsmEffect.Deliver();

  private final FsmSettings settings;

  public SessionFsm(FsmSettings settings) {
    this.settings = settings;
  }

  public FsmStep on(FsmState state, FsmEvent event) {
    return switch (state.state()) {
      case IDLE -> idle(state, event);
      case CONNECT, ACTIVE -> connecting(state, event);
      case OPENSENT -> openSent(state, event);
      case OPENCONFIRM -> openConfirm(state, event);
      case ESTABLISHED -> established(state, event);
    };
  }

  private FsmStep idle(FsmState s, FsmEvent event) {
    return switch (event.type()) {
      case MANUAL_START, MANUAL_START_WITH_PASSIVE -> start(s.withFailures(0));
      case AUTOMATIC_START, AUTOMATIC_START_WITH_PASSIVE, IDLE_HOLD_TIMER_EXPIRES -> start(s);
      case AUTOMATIC_START_WITH_DAMP, AUTOMATIC_START_WITH_DAMP_AND_PASSIVE ->
          FsmStep.of(s, idleHold(s));
      case MANUAL_STOP, AUTOMATIC_STOP -> FsmStep.of(s, STOP_ALL);
      // Idle refuses connections; which waits yield to one is IdleHold's to say.
      case TCP_CONNECTION_VALID, TCP_CR_ACKED, TCP_CONNECTION_CONFIRMED -> FsmStep.of(s, CLOSE);
      default -> FsmStep.of(s);
    };
  }

  private FsmStep start(FsmState s) {
    FsmState fresh = s.withAttempts(0);
    if (settings.passive()) {
      return FsmStep.of(fresh.to(ACTIVE), STOP_ALL);
    }
    return FsmStep.of(fresh.to(CONNECT), STOP_ALL, connectTimer(), CONNECT_TCP);
  }

  /** Connect and Active, which differ only in whether an attempt of ours is under way. */
  private FsmStep connecting(FsmState s, FsmEvent event) {
    return switch (event.type()) {
      case MANUAL_START,
          AUTOMATIC_START,
          MANUAL_START_WITH_PASSIVE,
          AUTOMATIC_START_WITH_PASSIVE,
          AUTOMATIC_START_WITH_DAMP,
          AUTOMATIC_START_WITH_DAMP_AND_PASSIVE,
          TCP_CONNECTION_VALID,
          TCP_CR_INVALID ->
          FsmStep.of(s);
      case MANUAL_STOP -> stop(s.withFailures(0), null, false);
      case AUTOMATIC_STOP -> stop(s, null, false);
      case CONNECT_RETRY_TIMER_EXPIRES -> {
        if (settings.passive()) {
          yield FsmStep.of(s);
        }
        yield FsmStep.of(
            s.to(CONNECT),
            CLOSE,
            new FsmEffect.StopTimer(FsmTimer.DELAY_OPEN),
            connectTimer(),
            CONNECT_TCP);
      }
      case DELAY_OPEN_TIMER_EXPIRES -> open(s);
      case TCP_CR_ACKED, TCP_CONNECTION_CONFIRMED -> {
        if (settings.delaysOpen()) {
          yield FsmStep.of(
              s.withDelayOpen(),
              new FsmEffect.StopTimer(FsmTimer.CONNECT_RETRY),
              new FsmEffect.StartTimer(FsmTimer.DELAY_OPEN, settings.delayOpen()));
        }
        yield open(s);
      }
      case TCP_CONNECTION_FAILS -> s.state() == CONNECT ? retryFromActive(s) : fail(s, null, false);
      case BGP_OPEN, BGP_OPEN_WITH_DELAY_OPEN_TIMER -> {
        if (s.delayOpenRunning() && event instanceof FsmEvent.OpenReceived open) {
          yield confirm(s, open, true);
        }
        yield fail(s, null, false);
      }
      // Section 8.2.2: the peer only speaks another version; that is no oscillation.
      case NOTIF_MSG_VER_ERR ->
          s.delayOpenRunning() ? end(s, null, false, true) : fail(s, null, false);
      case HOLD_TIMER_EXPIRES,
          KEEPALIVE_TIMER_EXPIRES,
          IDLE_HOLD_TIMER_EXPIRES,
          BGP_HEADER_ERR,
          BGP_OPEN_MSG_ERR,
          OPEN_COLLISION_DUMP,
          NOTIF_MSG,
          KEEPALIVE_MSG,
          UPDATE_MSG,
          UPDATE_MSG_ERR,
          ROUTE_REFRESH_MSG ->
          fail(s, null, false);
      case STABLE_TIMER_EXPIRES, SEND_HOLD_TIMER_EXPIRES, BFD_DOWN -> FsmStep.of(s);
    };
  }

  private FsmStep openSent(FsmState s, FsmEvent event) {
    return switch (event.type()) {
      case MANUAL_START,
          AUTOMATIC_START,
          MANUAL_START_WITH_PASSIVE,
          AUTOMATIC_START_WITH_PASSIVE,
          AUTOMATIC_START_WITH_DAMP,
          AUTOMATIC_START_WITH_DAMP_AND_PASSIVE,
          TCP_CONNECTION_VALID,
          TCP_CR_INVALID,
          TCP_CR_ACKED,
          TCP_CONNECTION_CONFIRMED,
          STABLE_TIMER_EXPIRES,
          SEND_HOLD_TIMER_EXPIRES ->
          FsmStep.of(s);
      case MANUAL_STOP -> stop(s.withFailures(0), event, false);
      case AUTOMATIC_STOP -> stop(s, event, false);
      case HOLD_TIMER_EXPIRES -> fail(s, Notification.of(ErrorCode.HOLD_TIMER_EXPIRED), false);
      case TCP_CONNECTION_FAILS -> retryFromActive(s);
      case BGP_OPEN ->
          event instanceof FsmEvent.OpenReceived open
              ? confirm(s, open, false)
              : fail(s, unexpected(s, event), false);
      case BGP_HEADER_ERR, BGP_OPEN_MSG_ERR, OPEN_COLLISION_DUMP, BFD_DOWN ->
          fail(s, notificationOf(event), false);
      case NOTIF_MSG_VER_ERR -> end(s, null, false, true);
      case NOTIF_MSG -> fail(s, null, false);
      case CONNECT_RETRY_TIMER_EXPIRES,
          KEEPALIVE_TIMER_EXPIRES,
          DELAY_OPEN_TIMER_EXPIRES,
          IDLE_HOLD_TIMER_EXPIRES,
          BGP_OPEN_WITH_DELAY_OPEN_TIMER,
          KEEPALIVE_MSG,
          UPDATE_MSG,
          UPDATE_MSG_ERR,
          ROUTE_REFRESH_MSG ->
          fail(s, unexpected(s, event), false);
    };
  }

  private FsmStep openConfirm(FsmState s, FsmEvent event) {
    return switch (event.type()) {
      case MANUAL_START,
          AUTOMATIC_START,
          MANUAL_START_WITH_PASSIVE,
          AUTOMATIC_START_WITH_PASSIVE,
          AUTOMATIC_START_WITH_DAMP,
          AUTOMATIC_START_WITH_DAMP_AND_PASSIVE,
          TCP_CONNECTION_VALID,
          TCP_CR_INVALID,
          TCP_CR_ACKED,
          TCP_CONNECTION_CONFIRMED,
          STABLE_TIMER_EXPIRES ->
          FsmStep.of(s);
      case MANUAL_STOP -> stop(s.withFailures(0), event, false);
      case AUTOMATIC_STOP -> stop(s, event, false);
      case HOLD_TIMER_EXPIRES -> fail(s, Notification.of(ErrorCode.HOLD_TIMER_EXPIRED), false);
      case SEND_HOLD_TIMER_EXPIRES ->
          fail(s, Notification.of(ErrorCode.SEND_HOLD_TIMER_EXPIRED), false);
      case KEEPALIVE_TIMER_EXPIRES -> keepalive(s);
      case TCP_CONNECTION_FAILS, NOTIF_MSG -> fail(s, null, false);
      case NOTIF_MSG_VER_ERR -> end(s, null, false, true);
      case BGP_HEADER_ERR, BGP_OPEN_MSG_ERR, OPEN_COLLISION_DUMP, BFD_DOWN ->
          fail(s, notificationOf(event), false);
      case KEEPALIVE_MSG -> {
        List<FsmEffect> effects = new ArrayList<>();
        restartHold(s, effects);
        effects.add(new FsmEffect.StartTimer(FsmTimer.STABLE, FsmSettings.STABLE));
        effects.add(new FsmEffect.SessionUp(s.holdTime(), s.keepaliveTime()));
        yield new FsmStep(
            s.to(ESTABLISHED).withAttempts(0).negotiated(s.holdTime(), s.keepaliveTime()), effects);
      }
      case CONNECT_RETRY_TIMER_EXPIRES,
          DELAY_OPEN_TIMER_EXPIRES,
          IDLE_HOLD_TIMER_EXPIRES,
          BGP_OPEN,
          BGP_OPEN_WITH_DELAY_OPEN_TIMER,
          UPDATE_MSG,
          UPDATE_MSG_ERR,
          ROUTE_REFRESH_MSG ->
          fail(s, unexpected(s, event), false);
    };
  }

  private FsmStep established(FsmState s, FsmEvent event) {
    return switch (event.type()) {
      case MANUAL_START,
          AUTOMATIC_START,
          MANUAL_START_WITH_PASSIVE,
          AUTOMATIC_START_WITH_PASSIVE,
          AUTOMATIC_START_WITH_DAMP,
          AUTOMATIC_START_WITH_DAMP_AND_PASSIVE,
          TCP_CONNECTION_VALID,
          TCP_CR_INVALID,
          TCP_CR_ACKED,
          TCP_CONNECTION_CONFIRMED ->
          FsmStep.of(s);
      case MANUAL_STOP -> stop(s.withFailures(0), event, true);
      case AUTOMATIC_STOP -> stop(s, event, true);
      case HOLD_TIMER_EXPIRES -> fail(s, Notification.of(ErrorCode.HOLD_TIMER_EXPIRED), true);
      case SEND_HOLD_TIMER_EXPIRES ->
          fail(s, Notification.of(ErrorCode.SEND_HOLD_TIMER_EXPIRED), true);
      case KEEPALIVE_TIMER_EXPIRES -> keepalive(s);
      case TCP_CONNECTION_FAILS, NOTIF_MSG, NOTIF_MSG_VER_ERR -> fail(s, null, true);
      case BGP_HEADER_ERR, UPDATE_MSG_ERR, OPEN_COLLISION_DUMP, BFD_DOWN ->
          fail(s, notificationOf(event), true);
      case KEEPALIVE_MSG -> {
        List<FsmEffect> effects = new ArrayList<>();
        restartHold(s, effects);
        yield new FsmStep(s, effects);
      }
      case UPDATE_MSG, ROUTE_REFRESH_MSG -> {
        List<FsmEffect> effects = new ArrayList<>();
        restartHold(s, effects);
        effects.add(DELIVER);
        yield new FsmStep(s, effects);
      }
      case STABLE_TIMER_EXPIRES -> FsmStep.of(s.withFailures(0));
      case CONNECT_RETRY_TIMER_EXPIRES,
          DELAY_OPEN_TIMER_EXPIRES,
          IDLE_HOLD_TIMER_EXPIRES,
          BGP_OPEN,
          BGP_OPEN_WITH_DELAY_OPEN_TIMER,
          BGP_OPEN_MSG_ERR ->
          fail(s, unexpected(s, event), true);
    };
  }

  private FsmStep open(FsmState s) {
    return FsmStep.of(
        s.to(OPENSENT), STOP_ALL, SEND_OPEN, start(FsmTimer.HOLD, FsmSettings.LARGE_HOLD));
  }

  private FsmStep confirm(FsmState s, FsmEvent.OpenReceived open, boolean sendOpen) {
    int hold = Math.min(settings.timers().hold(), open.holdTime());
    int keepalive = hold == 0 ? 0 : Math.max(1, Math.min(settings.timers().keepalive(), hold / 3));
    List<FsmEffect> effects = new ArrayList<>();
    effects.add(STOP_ALL);
    if (sendOpen) {
      effects.add(SEND_OPEN);
    }
    effects.add(SEND_KEEPALIVE);
    if (hold != 0) {
      effects.add(start(FsmTimer.KEEPALIVE, Duration.ofSeconds(keepalive)));
      effects.add(start(FsmTimer.HOLD, Duration.ofSeconds(hold)));
    }
    return new FsmStep(s.to(OPENCONFIRM).negotiated(hold, keepalive), effects);
  }

  private static FsmStep keepalive(FsmState s) {
    return s.keepaliveTime() == 0
        ? FsmStep.of(s)
        : FsmStep.of(
            s, SEND_KEEPALIVE, start(FsmTimer.KEEPALIVE, Duration.ofSeconds(s.keepaliveTime())));
  }

  private static void restartHold(FsmState s, List<FsmEffect> effects) {
    if (s.holdTime() != 0) {
      effects.add(start(FsmTimer.HOLD, Duration.ofSeconds(s.holdTime())));
    }
  }

  /** A connection came to nothing: wait for the peer's, and try again after ConnectRetryTime. */
  private FsmStep retryFromActive(FsmState s) {
    FsmState next = s.to(ACTIVE).withAttempts(s.attempts() + 1);
    return settings.passive()
        ? FsmStep.of(next, STOP_ALL, CLOSE)
        : FsmStep.of(
            next,
            STOP_ALL,
            CLOSE,
            start(FsmTimer.CONNECT_RETRY, settings.connectRetry(next.attempts())));
  }

  private FsmStep fail(FsmState s, @Nullable Notification notification, boolean wasUp) {
    return end(s.withFailures(s.failures() + 1), notification, wasUp, true);
  }

  private FsmStep stop(FsmState s, @Nullable FsmEvent event, boolean wasUp) {
    return end(s, event == null ? null : notificationOf(event), wasUp, false);
  }

  private FsmStep end(
      FsmState s, @Nullable Notification notification, boolean wasUp, boolean startAgain) {
    List<FsmEffect> effects = new ArrayList<>();
    effects.add(STOP_ALL);
    if (notification != null) {
      effects.add(new FsmEffect.SendNotification(notification));
    }
    effects.add(CLOSE);
    if (wasUp) {
      effects.add(DOWN);
    }
    FsmState next = s.to(IDLE);
    if (startAgain) {
      effects.add(idleHold(next));
    }
    return new FsmStep(next, effects);
  }

  private static Notification notificationOf(FsmEvent event) {
    if (event instanceof FsmEvent.Ending ending) {
      return ending.notification();
    }
    return Notification.of(
        switch (event.type()) {
          case OPEN_COLLISION_DUMP -> ErrorCode.CONNECTION_COLLISION_RESOLUTION;
          case BFD_DOWN -> ErrorCode.BFD_DOWN;
          default -> ErrorCode.ADMINISTRATIVE_SHUTDOWN;
        });
  }

  /** RFC 6608: the state tells the subcode; the type of the message, if it was one, is the data. */
  private static Notification unexpected(FsmState s, FsmEvent event) {
    ErrorCode error =
        s.state() == OPENSENT
            ? ErrorCode.FSM_UNEXPECTED_IN_OPEN_SENT
            : s.state() == OPENCONFIRM
                ? ErrorCode.FSM_UNEXPECTED_IN_OPEN_CONFIRM
                : ErrorCode.FSM_UNEXPECTED_IN_ESTABLISHED;
    return switch (event.type()) {
      case BGP_OPEN, BGP_OPEN_WITH_DELAY_OPEN_TIMER, BGP_OPEN_MSG_ERR ->
          Notification.of(error, Octets.of(Message.TYPE_OPEN));
      case UPDATE_MSG, UPDATE_MSG_ERR -> Notification.of(error, Octets.of(Message.TYPE_UPDATE));
      case KEEPALIVE_MSG -> Notification.of(error, Octets.of(Message.TYPE_KEEPALIVE));
      case ROUTE_REFRESH_MSG -> Notification.of(error, Octets.of(Message.TYPE_ROUTE_REFRESH));
      default -> Notification.of(ErrorCode.FSM_ERROR);
    };
  }

  private static FsmEffect idleHold(FsmState s) {
    return start(FsmTimer.IDLE_HOLD, FsmSettings.idleHold(s.failures()));
  }

  private FsmEffect connectTimer() {
    return start(FsmTimer.CONNECT_RETRY, Duration.ofSeconds(settings.timers().connectRetry()));
  }

  private static FsmEffect start(FsmTimer timer, Duration time) {
    return new FsmEffect.StartTimer(timer, time);
  }
}
