package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SocketOptionsTest {
  @Test
  void userTimeout_withAShortHoldTime_leavesASlowPeerAMinute() {
    assertThat(SocketOptions.userTimeoutMillis(3)).isEqualTo(60_000);
  }

  @Test
  void userTimeout_withALongHoldTime_isTheHoldTime() {
    assertThat(SocketOptions.userTimeoutMillis(180)).isEqualTo(180_000);
  }
}
