package io.readback.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.Interest;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.target.DesiredState;
import java.time.Duration;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static final long MS = 1_000_000L;
  private static final long S = 1000 * MS;
  private static final Interest INTEREST =
      new Interest(PrefixMap.empty(), new TreeSet<>(), new TreeMap<>());

  private static DesiredState state(long generation) {
    return new DesiredState(generation, new TreeMap<>());
  }

  private static AnnouncerSchedule announcer() {
    AnnouncerSchedule schedule = new AnnouncerSchedule(LaneSettings.ANNOUNCER, new Random(1), 0);
    assertThat(schedule.next(0))
        .isEqualTo(new AnnouncerSchedule.Next(AnnouncerSchedule.Call.START, 0));
    schedule.started(0);
    return schedule;
  }

  @Test
  void announcer_statesWhileBusy_onlyTheNewestIsLeft() {
    AnnouncerSchedule schedule = announcer();
    schedule.offer(state(1));
    schedule.offer(state(3));
    schedule.offer(state(2));

    assertThat(schedule.next(0).call()).isEqualTo(AnnouncerSchedule.Call.RECONCILE);
    assertThat(schedule.take().generation()).isEqualTo(3);
    schedule.reconciled(1);
    assertThat(schedule.next(1).call()).isEqualTo(AnnouncerSchedule.Call.OBSERVE);
  }

  @Test
  void announcer_withoutDesiredState_neverReconciles() {
    AnnouncerSchedule schedule = announcer();
    schedule.requestReconcile();
    assertThat(schedule.next(0).call()).isEqualTo(AnnouncerSchedule.Call.OBSERVE);
  }

  @Test
  void announcer_failures_backOffDoublingUpToAMinuteAndResetBySuccess() {
    AnnouncerSchedule schedule = announcer();
    schedule.offer(state(1));
    long now = 0;
    long expected = 100 * MS;
    for (int i = 0; i < 15; i++) {
      schedule.take();
      schedule.reconcileFailed(PluginException.Kind.UNREACHABLE, now);
      schedule.observing(now);
      AnnouncerSchedule.Next next = schedule.next(now);
      // observations go on meanwhile
      while (next.call() == AnnouncerSchedule.Call.OBSERVE) {
        schedule.observing(next.due());
        schedule.observed(next.due());
        next = schedule.next(next.due());
      }
      long pause = next.due() - now;
      assertThat(pause).isBetween((long) (expected * 0.8), expected);
      expected = Math.min(expected * 2, 60 * S);
      now = next.due();
    }
    schedule.take();
    schedule.reconciled(now);
    schedule.requestReconcile();
    schedule.take();
    schedule.reconcileFailed(PluginException.Kind.UNREACHABLE, now);
    schedule.observing(now);
    assertThat(schedule.next(now).due() - now).isLessThanOrEqualTo(100 * MS);
  }

  @Test
  void announcer_requestsForObservation_collapseAndKeepTheGap() {
    AnnouncerSchedule schedule = announcer();
    schedule.observing(0);
    schedule.observed(5 * MS);
    schedule.requestObservation(6 * MS);
    schedule.requestObservation(7 * MS);
    assertThat(schedule.next(7 * MS).due()).isEqualTo(55 * MS);
    schedule.observing(55 * MS);
    schedule.observed(56 * MS);
    assertThat(schedule.next(56 * MS).due()).isEqualTo(55 * MS + 10 * S);
  }

  @Test
  void announcer_stop_goesBeforeAllElseAndKeepsTheFirstIntent() {
    AnnouncerSchedule schedule = announcer();
    schedule.offer(state(1));
    schedule.requestStop(StopIntent.WITHDRAW);
    schedule.requestStop(StopIntent.RETAIN);
    assertThat(schedule.next(0).call()).isEqualTo(AnnouncerSchedule.Call.STOP);
    assertThat(schedule.stopIntent()).contains(StopIntent.WITHDRAW);
  }

  @Test
  void announcer_startFailed_isTriedAgainAndNothingElse() {
    AnnouncerSchedule schedule = new AnnouncerSchedule(LaneSettings.ANNOUNCER, new Random(1), 0);
    schedule.offer(state(1));
    schedule.startFailed(PluginException.Kind.RESOURCE, 0);
    AnnouncerSchedule.Next next = schedule.next(0);
    assertThat(next.call()).isEqualTo(AnnouncerSchedule.Call.START);
    assertThat(next.due()).isBetween(80 * MS, 100 * MS);
  }

  private static LookingGlassSchedule glass(Duration interval) {
    return new LookingGlassSchedule(
        LaneSettings.LOOKING_GLASS.withInterval(interval), new Random(7), 0);
  }

  private static long look(LookingGlassSchedule schedule, long now) {
    LookingGlassSchedule.Next next = schedule.next(now);
    assertThat(next.call()).isEqualTo(LookingGlassSchedule.Call.OBSERVE);
    long at = Math.max(now, next.due());
    schedule.observing(at);
    schedule.observed(at + 100 * MS);
    return at;
  }

  @Test
  void glass_beforeAnyInterest_isNotEvenStarted() {
    LookingGlassSchedule schedule = glass(Duration.ofSeconds(30));
    assertThat(schedule.next(0).call()).isEqualTo(LookingGlassSchedule.Call.NOTHING);
  }

  @Test
  void glass_afterAChange_looksQuicklyThenByTheInterval() {
    LookingGlassSchedule schedule = glass(Duration.ofSeconds(30));
    schedule.offer(INTEREST, false, 0);
    schedule.started(0);
    schedule.satisfied();
    assertThat(look(schedule, 0)).isZero();
    schedule.satisfied();

    long changed = 2 * S;
    schedule.offer(INTEREST, true, changed);
    assertThat(look(schedule, changed)).isEqualTo(changed + 200 * MS);
    assertThat(look(schedule, changed + 300 * MS)).isEqualTo(changed + S);
    assertThat(look(schedule, changed + 1100 * MS)).isEqualTo(changed + 3 * S);
    assertThat(look(schedule, changed + 3100 * MS)).isEqualTo(changed + 10 * S);
    long last = changed + 10 * S + 100 * MS;
    long steady = look(schedule, last);
    assertThat(steady - last).isBetween(24 * S, 36 * S);
  }

  @Test
  void glass_satisfied_endsTheQuickLooks() {
    LookingGlassSchedule schedule = glass(Duration.ofSeconds(30));
    schedule.offer(INTEREST, true, 0);
    schedule.started(0);
    look(schedule, 0);
    look(schedule, 100 * MS);
    schedule.satisfied();
    assertThat(schedule.next(S).due()).isGreaterThan(20 * S);
  }

  @Test
  void glass_streamOfChanges_doesNotPutTheLookOff() {
    LookingGlassSchedule schedule = glass(Duration.ofSeconds(30));
    schedule.offer(INTEREST, false, 0);
    schedule.started(0);
    look(schedule, 0);
    schedule.satisfied();
    for (long at = S; at < 2 * S; at += 50 * MS) {
      schedule.offer(INTEREST, true, at);
    }
    assertThat(schedule.next(2 * S).due()).isEqualTo(S + 200 * MS);
  }

  @Test
  void glass_failures_backOffFromFiveSecondsToFiveMinutesWhateverChanges() {
    LookingGlassSchedule schedule = glass(Duration.ofSeconds(10));
    schedule.offer(INTEREST, true, 0);
    schedule.started(0);
    long now = 0;
    long expected = 5 * S;
    for (int i = 0; i < 10; i++) {
      schedule.observing(now);
      schedule.failed(PluginException.Kind.UNREACHABLE, true, now);
      schedule.offer(INTEREST, true, now);
      long due = schedule.next(now).due();
      assertThat(due - now).isBetween((long) (expected * 0.8), expected);
      expected = Math.min(expected * 2, 300 * S);
      now = due;
    }
  }

  @Test
  void glass_failureForAnOperator_isTriedSlowly() {
    LookingGlassSchedule schedule = glass(Duration.ofSeconds(10));
    schedule.offer(INTEREST, true, 0);
    schedule.started(0);
    schedule.observing(0);
    schedule.failed(PluginException.Kind.HOST_KEY, true, 0);
    assertThat(schedule.next(0).due()).isBetween(48 * S, 60 * S);
  }
}
