package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.observe.MessageDirection;
import io.readback.spi.observe.SessionEvent;
import io.readback.spi.observe.SessionState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionLogTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final SessionLog log = new SessionLog();

  private void add(SessionState from, SessionState to, String hex) {
    log.add(T0, from, to, "cause", "", MessageDirection.NONE, hex);
  }

  @Test
  void add_manyVainAttempts_keepsTheEndOfTheLastSession() {
    add(SessionState.ESTABLISHED, SessionState.IDLE, "03");
    for (int i = 0; i < 1000; i++) {
      add(SessionState.CONNECT, SessionState.ACTIVE, "");
    }

    List<SessionEvent> events = log.events();
    assertThat(events).hasSize(SessionLog.EVENTS + 1);
    assertThat(events.get(0).from()).isEqualTo(SessionState.ESTABLISHED);
    assertThat(events.get(1).number()).isEqualTo(1001 - SessionLog.EVENTS + 1);
    assertThat(events.get(SessionLog.EVENTS).number()).isEqualTo(1001);
  }

  @Test
  void add_longMessages_boundsTheirDigits() {
    for (int i = 0; i < 20; i++) {
      add(SessionState.ESTABLISHED, SessionState.ESTABLISHED, "00".repeat(4096));
    }

    assertThat(log.events().stream().mapToInt(e -> e.hex().length()).sum())
        .isEqualTo(SessionLog.DIGITS);
    assertThat(log.events().get(3).number()).isEqualTo(20);
  }

  @Test
  void events_nothingHappened_isTheSameList() {
    add(SessionState.IDLE, SessionState.CONNECT, "");

    assertThat(log.events()).isSameAs(log.events());
  }
}
