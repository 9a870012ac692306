package io.readback.bgp.fsm;

import static io.readback.spi.observe.SessionState.ESTABLISHED;
import static io.readback.spi.observe.SessionState.OPENCONFIRM;
import static io.readback.spi.observe.SessionState.OPENSENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.observe.SessionState;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class IdleHoldTest {
  private static final Instant AT = Instant.parse("2024-01-01T00:00:00Z");

  private static boolean yields(
      SessionState before, FsmEventType cause, int failures, long laterMillis) {
    return new IdleHold(before, cause, failures, AT).yields(AT.plusMillis(laterMillis));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "TCP_CONNECTION_FAILS",
        "HOLD_TIMER_EXPIRES",
        "SEND_HOLD_TIMER_EXPIRES",
        "NOTIF_MSG",
        "NOTIF_MSG_VER_ERR",
        "OPEN_COLLISION_DUMP",
        "BFD_DOWN"
      })
  void yields_sessionThatWasLost_takesThePeerAtOnce(FsmEventType cause) {
    assertThat(yields(ESTABLISHED, cause, 3, 0)).isTrue();
  }

  @Test
  void yields_fourthFailureInARow_notBeforeASecond() {
    assertThat(yields(ESTABLISHED, FsmEventType.TCP_CONNECTION_FAILS, 4, 999)).isFalse();
    assertThat(yields(ESTABLISHED, FsmEventType.TCP_CONNECTION_FAILS, 4, 1000)).isTrue();
    assertThat(yields(ESTABLISHED, FsmEventType.TCP_CONNECTION_FAILS, 40, 1000)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"BGP_HEADER_ERR", "UPDATE_MSG_ERR", "BGP_OPEN", "BGP_OPEN_MSG_ERR"})
  void yields_establishedSessionEndedByThePeersFault_never(FsmEventType cause) {
    assertThat(yields(ESTABLISHED, cause, 1, 60_000)).isFalse();
  }

  @Test
  void yields_refusedOpen_asAfterAnyFailure() {
    assertThat(yields(OPENSENT, FsmEventType.BGP_OPEN_MSG_ERR, 1, 0)).isTrue();
    assertThat(yields(OPENCONFIRM, FsmEventType.UPDATE_MSG, 4, 500)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "IDLE")
  void yields_sessionThatWeStopped_never(SessionState before) {
    assertThat(yields(before, FsmEventType.AUTOMATIC_STOP, 0, 60_000)).isFalse();
    assertThat(yields(before, FsmEventType.MANUAL_STOP, 0, 60_000)).isFalse();
  }
}
