package io.readback.bgp.session;

import io.readback.spi.observe.MessageDirection;
import io.readback.spi.observe.SessionEvent;
import io.readback.spi.observe.SessionState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one session, bounded in number and in octets of messages. Ends and beginnings of
 * sessions have room of their own: hours of vain attempts must not push out the reason of the last
 * end. Used by the speaker's thread.
 */
final class SessionLog {
  /** Events kept of each of the two kinds. */
  static final int EVENTS = 64;

  /** Hexadecimal digits kept of each of the two kinds. */
  static final int DIGITS = 32 * 1024;

  private final Ring sessions = new Ring();
  private final Ring attempts = new Ring();
  private long last;
  private @Nullable List<SessionEvent> snapshot;

  private static final class Ring {
    final Deque<SessionEvent> events = new ArrayDeque<>();
    int digits;

    void add(SessionEvent event) {
      events.addLast(event);
      digits += event.hex().length();
      while (events.size() > EVENTS || (digits > DIGITS && events.size() > 1)) {
        digits -= events.removeFirst().hex().length();
      }
    }
  }

  void add(
      Instant at,
      SessionState from,
      SessionState to,
      String cause,
      String text,
      MessageDirection direction,
      String hex) {
    SessionEvent event = new SessionEvent(++last, at, from, to, cause, text, direction, hex);
    boolean established = from == SessionState.ESTABLISHED || to == SessionState.ESTABLISHED;
    (established ? sessions : attempts).add(event);
    snapshot = null;
  }

  /** All that is kept, oldest first; the same list until something happens. */
  List<SessionEvent> events() {
    List<SessionEvent> known = snapshot;
    if (known == null) {
      List<SessionEvent> all = new ArrayList<>(sessions.events);
      all.addAll(attempts.events);
      all.sort(Comparator.comparingLong(SessionEvent::number));
      known = List.copyOf(all);
      snapshot = known;
    }
    return known;
  }
}
