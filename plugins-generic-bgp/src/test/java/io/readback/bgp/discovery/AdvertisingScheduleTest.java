package io.readback.bgp.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdvertisingScheduleTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = Long.valueOf(Long.MAX_VALUE - SECOND); // nanoTime may wrap

  private final AdvertisingSchedule schedule =
      new AdvertisingSchedule(new SplittableRandom(1), START);

  @Test
  void begin_threeASecondApartThenEveryTenSeconds() {
    assertThat(schedule.isDue(START)).isTrue();
    assertThat(schedule.asks()).isTrue();
    long now = START;
    for (int i = 0; i < 2; i++) {
      schedule.sent(now);
      assertThat(schedule.asks()).isFalse();
      assertThat(schedule.untilDue(now)).isEqualTo(SECOND);
      now += SECOND;
    }
    schedule.sent(now);
    assertThat(schedule.untilDue(now)).isBetween(7 * SECOND, 10 * SECOND);
  }

  @Test
  void solicited_isAnsweredSoonAndNeverTwiceWithinASecond() {
    for (int i = 0; i < 3; i++) {
      schedule.sent(START + i * SECOND);
    }
    long last = START + 2 * SECOND;
    schedule.solicited(last + SECOND / 2);
    assertThat(schedule.untilDue(last)).isEqualTo(SECOND);
    schedule.sent(last + SECOND);
    schedule.solicited(last + 5 * SECOND);
    assertThat(schedule.isDue(last + 5 * SECOND)).isTrue();
  }

  @Test
  void failed_beginsAgain() {
    for (int i = 0; i < 3; i++) {
      schedule.sent(START + i * SECOND);
    }
    schedule.failed(START + 10 * SECOND);
    assertThat(schedule.asks()).isTrue();
    assertThat(schedule.untilDue(START + 10 * SECOND)).isEqualTo(SECOND);
  }
}
