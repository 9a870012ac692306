package io.readback.layer2.alive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatchedTest {
  private final Watched node = new Watched(0, 100);

  @Test
  void neverHeard_countsAsThereUntilGraceIsOver() {
    assertThat(node.judge(99)).isFalse();
    assertThat(node.isAlive()).isTrue();
    assertThat(node.isWaiting()).isTrue();
    assertThat(node.judge(100)).isTrue();
    assertThat(node.isAlive()).isFalse();
    assertThat(node.isWaiting()).isFalse();
  }

  @Test
  void heardAfterGrace_isThereAgain() {
    node.judge(200);
    node.say(true);
    assertThat(node.judge(201)).isTrue();
    assertThat(node.isAlive()).isTrue();
  }

  @Test
  void downAfterUp_isGoneAtOnceEvenWithinGrace() {
    node.say(true);
    node.judge(10);
    node.say(false);
    assertThat(node.judge(20)).isTrue();
    assertThat(node.isAlive()).isFalse();
  }

  @Test
  void downBeforeEverUp_isNoNews() {
    node.say(false);
    assertThat(node.judge(50)).isFalse();
    assertThat(node.isAlive()).isTrue();
  }
}
