package io.readback.bgp.session;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.MessageDirection;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionState;
import io.readback.spi.target.BgpSession;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Says why a session ended or did not begin. */
final class SessionFaults {
  private static final String RECEIVED = "received NOTIFICATION ";
  private static final int HARD_RESET = 9;
  private static final int BFD_DOWN = 10;
  private static final String BEFORE_OPEN = " before its OPEN";

  private SessionFaults() {}

  /**
   * @param hex the whole message
   */
  static SessionError received(Instant at, Notification n, String hex) {
    return new SessionError(
        at, causeReceived(n), RECEIVED + n.describe(), MessageDirection.RECEIVED, hex);
  }

  /**
   * @param hex the message that is answered; empty: none is
   */
  static SessionError sent(Instant at, Notification n, String reason, String hex) {
    String text = "sent NOTIFICATION " + n.describe();
    return new SessionError(
        at,
        causeSent(n),
        reason.isEmpty() ? text : text + ": " + reason,
        MessageDirection.SENT,
        hex);
  }

  private static Cause causeReceived(Notification n) {
    return switch (n.code()) {
      case 2 -> causeOfOpen(n);
      case 4 -> Cause.HOLD_TIMER_EXPIRED;
      case ErrorCode.CEASE ->
          switch (n.subcode()) {
            case 1 -> Cause.MAX_PREFIX;
            case 2 -> Cause.ADMIN_SHUTDOWN;
            case 3 -> Cause.NOT_CONFIGURED;
            case 10 -> Cause.BFD_DOWN;
            default -> Cause.CEASE;
          };
      default -> Cause.PROTOCOL_ERROR;
    };
  }

  private static Cause causeSent(Notification n) {
    return switch (n.code()) {
      case 2 -> causeOfOpen(n);
      case 4 -> Cause.HOLD_TIMER_EXPIRED;
      case ErrorCode.CEASE -> isBfdDown(n) ? Cause.BFD_DOWN : Cause.CEASE;
      default -> Cause.PROTOCOL_ERROR;
    };
  }

  /** Also inside of a Hard Reset (RFC 8538). */
  private static boolean isBfdDown(Notification n) {
    byte[] data = n.data().toBytes();
    return n.subcode() == BFD_DOWN
        || (n.subcode() == HARD_RESET
            && data.length >= 2
            && data[0] == ErrorCode.CEASE
            && data[1] == BFD_DOWN);
  }

  private static Cause causeOfOpen(Notification n) {
    return switch (n.subcode()) {
      case 2 -> Cause.WRONG_AS;
      case 3 -> Cause.BAD_IDENTIFIER;
      default -> Cause.OPEN_REFUSED;
    };
  }

  static SessionError connectFailed(Instant at, BgpSession session, Throwable failure) {
    String where = session.peerAddress() + " port " + session.peerPort();
    String message = String.valueOf(failure.getMessage());
    String words = message.toLowerCase(Locale.ROOT);
    if (failure instanceof HeldBackException) {
      return new SessionError(at, Cause.BFD_DOWN, message);
    }
    if (failure instanceof ConnectException && words.contains("refused")) {
      return new SessionError(
          at,
          Cause.CONNECTION_REFUSED,
          "connection refused by " + where + ": nobody listens there for this speaker");
    }
    if (failure instanceof NoRouteToHostException
        || words.contains("unreachable")
        || words.contains("no route to")) {
      return new SessionError(at, Cause.NO_ANSWER, where + " cannot be reached: no route to it");
    }
    if (words.contains("timed out")) {
      return noAnswer(at, session);
    }
    if (message.startsWith("cannot ")) {
      return new SessionError(at, Cause.UNKNOWN, message + "; the session waits for it");
    }
    return new SessionError(at, Cause.UNKNOWN, "cannot connect to " + where + ": " + message);
  }

  static SessionError noAnswer(Instant at, BgpSession session) {
    String where = session.peerAddress() + " port " + session.peerPort();
    if (session.tcpAo().isPresent()) {
      return new SessionError(
          at,
          Cause.AUTHENTICATION,
          "no answer from "
              + where
              + "; TCP-AO is configured here: compare keys, ids and algorithms");
    }
    return session.password().isPresent()
        ? new SessionError(
            at,
            Cause.AUTHENTICATION,
            "no answer from " + where + "; a TCP MD5 password is configured here: compare it")
        : new SessionError(at, Cause.NO_ANSWER, "no answer from " + where);
  }

  /**
   * Which of two errors to show. A peer that refused us by a NOTIFICATION often just closes the
   * connections after that: its words say more.
   */
  static SessionError moreTelling(Optional<SessionError> before, SessionError now) {
    boolean kept =
        now.cause() == Cause.CONNECTION_LOST
            && now.text().contains(BEFORE_OPEN)
            && before.map(e -> e.text().startsWith(RECEIVED)).orElse(false);
    return kept ? before.orElse(now) : now;
  }

  static SessionError lost(Instant at, SessionState state, String how) {
    String text =
        switch (state) {
          case OPENSENT, CONNECT, ACTIVE ->
              "the peer " + how + BEFORE_OPEN + ": is this speaker configured there?";
          case OPENCONFIRM -> "the peer " + how + " after its OPEN";
          default -> "connection lost: the peer " + how;
        };
    return new SessionError(at, Cause.CONNECTION_LOST, text);
  }
}
