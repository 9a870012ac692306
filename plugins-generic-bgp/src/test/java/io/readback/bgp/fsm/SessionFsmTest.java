package io.readback.bgp.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.spi.observe.SessionState;
import io.readback.spi.target.BgpTimers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 4271 section 8.2.2: every state with every event. */
class SessionFsmTest {
  private static final BgpTimers TIMERS = new BgpTimers(5, 90, 30);
  private static final FsmSettings ACTIVE_PEER = FsmSettings.of(false, TIMERS);
  private static final FsmSettings PASSIVE_PEER = FsmSettings.of(true, TIMERS);
  private static final FsmSettings DELAYING_PEER =
      new FsmSettings(false, TIMERS, Duration.ofSeconds(10));

  /** A line: event numbers (r: ROUTE-REFRESH, s: stable timer, b: BFD) | next state | effects. */
  private static final Map<String, String> TABLE = new LinkedHashMap<>();

  static {
    TABLE.put(
        "IDLE",
        """
        1 3 4 5 13 | CONNECT | stop-all start(CONNECT_RETRY 5) connect
        6 7        | IDLE    | start(IDLE_HOLD 4)
        2 8        | IDLE    | stop-all
        14 16 17   | IDLE    | close
        9 10 11 12 15 18 19 20 21 22 23 24 25 26 27 28 29 r s b | IDLE |
        """);
    TABLE.put(
        "IDLE passive",
        """
        1 3 4 5 13 | ACTIVE  | stop-all
        6 7        | IDLE    | start(IDLE_HOLD 4)
        2 8        | IDLE    | stop-all
        14 16 17   | IDLE    | close
        9 10 11 12 15 18 19 20 21 22 23 24 25 26 27 28 29 r s b | IDLE |
        """);
    TABLE.put(
        "CONNECT",
        """
        1 3 4 5 6 7 14 15 29 s b | CONNECT |
        2 8      | IDLE     | stop-all close
        9        | CONNECT  | close stop(DELAY_OPEN) start(CONNECT_RETRY 5) connect
        12 16 17 | OPENSENT | stop-all open start(HOLD 240)
        18       | ACTIVE   | stop-all close start(CONNECT_RETRY 1)
        10 11 13 19 20 21 22 23 24 25 26 27 28 r | IDLE | stop-all close start(IDLE_HOLD 8)
        """);
    TABLE.put(
        "CONNECT delaying",
        """
        1 3 4 5 6 7 14 15 29 s b | CONNECT |
        2 8      | IDLE     | stop-all close
        9        | CONNECT  | close stop(DELAY_OPEN) start(CONNECT_RETRY 5) connect
        12       | OPENSENT | stop-all open start(HOLD 240)
        16 17    | CONNECT  | stop(CONNECT_RETRY) start(DELAY_OPEN 10)
        18       | ACTIVE   | stop-all close start(CONNECT_RETRY 1)
        19       | OPENCONFIRM | stop-all open keepalive start(KEEPALIVE 15) start(HOLD 45)
        24       | IDLE     | stop-all close start(IDLE_HOLD 4)
        10 11 13 20 21 22 23 25 26 27 28 r | IDLE | stop-all close start(IDLE_HOLD 8)
        """);
    TABLE.put(
        "ACTIVE",
        """
        1 3 4 5 6 7 14 15 29 s b | ACTIVE |
        2 8      | IDLE     | stop-all close
        9        | CONNECT  | close stop(DELAY_OPEN) start(CONNECT_RETRY 5) connect
        12 16 17 | OPENSENT | stop-all open start(HOLD 240)
        10 11 13 18 19 20 21 22 23 24 25 26 27 28 r | IDLE | stop-all close start(IDLE_HOLD 8)
        """);
    TABLE.put(
        "ACTIVE passive",
        """
        1 3 4 5 6 7 9 14 15 29 s b | ACTIVE |
        2 8      | IDLE     | stop-all close
        12 16 17 | OPENSENT | stop-all open start(HOLD 240)
        10 11 13 18 19 20 21 22 23 24 25 26 27 28 r | IDLE | stop-all close start(IDLE_HOLD 8)
        """);
    TABLE.put(
        "ACTIVE delaying",
        """
        1 3 4 5 6 7 14 15 29 s b | ACTIVE |
        2 8      | IDLE     | stop-all close
        9        | CONNECT  | close stop(DELAY_OPEN) start(CONNECT_RETRY 5) connect
        12       | OPENSENT | stop-all open start(HOLD 240)
        16 17    | ACTIVE   | stop(CONNECT_RETRY) start(DELAY_OPEN 10)
        19       | OPENCONFIRM | stop-all open keepalive start(KEEPALIVE 15) start(HOLD 45)
        24       | IDLE     | stop-all close start(IDLE_HOLD 4)
        10 11 13 18 20 21 22 23 25 26 27 28 r | IDLE | stop-all close start(IDLE_HOLD 8)
        """);
    TABLE.put(
        "OPENSENT",
        """
        1 3 4 5 6 7 14 15 16 17 29 s | OPENSENT |
        2 8 | IDLE        | stop-all notify(6/2) close
        10  | IDLE        | stop-all notify(4/0) close start(IDLE_HOLD 8)
        18  | ACTIVE      | stop-all close start(CONNECT_RETRY 1)
        19  | OPENCONFIRM | stop-all keepalive start(KEEPALIVE 15) start(HOLD 45)
        21  | IDLE        | stop-all notify(1/2) close start(IDLE_HOLD 8)
        22  | IDLE        | stop-all notify(2/2) close start(IDLE_HOLD 8)
        23  | IDLE        | stop-all notify(6/7) close start(IDLE_HOLD 8)
        24  | IDLE        | stop-all close start(IDLE_HOLD 4)
        25  | IDLE        | stop-all close start(IDLE_HOLD 8)
        b   | IDLE        | stop-all notify(6/10) close start(IDLE_HOLD 8)
        9 11 12 13 | IDLE | stop-all notify(5/0) close start(IDLE_HOLD 8)
        20    | IDLE | stop-all notify(5/1 01) close start(IDLE_HOLD 8)
        26    | IDLE | stop-all notify(5/1 04) close start(IDLE_HOLD 8)
        27 28 | IDLE | stop-all notify(5/1 02) close start(IDLE_HOLD 8)
        r     | IDLE | stop-all notify(5/1 05) close start(IDLE_HOLD 8)
        """);
    TABLE.put(
        "OPENCONFIRM",
        """
        1 3 4 5 6 7 14 15 16 17 s | OPENCONFIRM |
        2 8   | IDLE        | stop-all notify(6/2) close
        10    | IDLE        | stop-all notify(4/0) close start(IDLE_HOLD 8)
        29    | IDLE        | stop-all notify(8/0) close start(IDLE_HOLD 8)
        11    | OPENCONFIRM | keepalive start(KEEPALIVE 15)
        18 25 | IDLE        | stop-all close start(IDLE_HOLD 8)
        21    | IDLE        | stop-all notify(1/2) close start(IDLE_HOLD 8)
        22    | IDLE        | stop-all notify(2/2) close start(IDLE_HOLD 8)
        23    | IDLE        | stop-all notify(6/7) close start(IDLE_HOLD 8)
        24    | IDLE        | stop-all close start(IDLE_HOLD 4)
        b     | IDLE        | stop-all notify(6/10) close start(IDLE_HOLD 8)
        26    | ESTABLISHED | start(HOLD 45) start(STABLE 60) up(45 15)
        9 12 13 | IDLE | stop-all notify(5/0) close start(IDLE_HOLD 8)
        19 20 | IDLE | stop-all notify(5/2 01) close start(IDLE_HOLD 8)
        27 28 | IDLE | stop-all notify(5/2 02) close start(IDLE_HOLD 8)
        r     | IDLE | stop-all notify(5/2 05) close start(IDLE_HOLD 8)
        """);
    TABLE.put(
        "ESTABLISHED",
        """
        1 3 4 5 6 7 14 15 16 17 s | ESTABLISHED |
        2 8   | IDLE        | stop-all notify(6/2) close down
        10    | IDLE        | stop-all notify(4/0) close down start(IDLE_HOLD 8)
        11    | ESTABLISHED | keepalive start(KEEPALIVE 15)
        18 24 25 | IDLE     | stop-all close down start(IDLE_HOLD 8)
        21    | IDLE        | stop-all notify(1/2) close down start(IDLE_HOLD 8)
        23    | IDLE        | stop-all notify(6/7) close down start(IDLE_HOLD 8)
        26    | ESTABLISHED | start(HOLD 45)
        b     | IDLE        | stop-all notify(6/10) close down start(IDLE_HOLD 8)
        27 r  | ESTABLISHED | start(HOLD 45) deliver
        28    | IDLE        | stop-all notify(3/1) close down start(IDLE_HOLD 8)
        29    | IDLE        | stop-all notify(8/0) close down start(IDLE_HOLD 8)
        9 12 13  | IDLE | stop-all notify(5/0) close down start(IDLE_HOLD 8)
        19 20 22 | IDLE | stop-all notify(5/3 01) close down start(IDLE_HOLD 8)
        """);
  }

  record Cell(String from, FsmEventType type, String next, String effects) {
    @Override
    public String toString() {
      return from + " × " + type;
    }
  }

  static Stream<Cell> cells() {
    return TABLE.entrySet().stream()
        .flatMap(e -> e.getValue().lines().flatMap(line -> cells(e.getKey(), line)));
  }

  private static Stream<Cell> cells(String from, String line) {
    String[] parts = line.split("\\|", -1);
    return Stream.of(parts[0].trim().split(" +"))
        .map(number -> new Cell(from, type(number), parts[1].trim(), parts[2].trim()));
  }

  private static FsmEventType type(String number) {
    return switch (number) {
      case "r" -> FsmEventType.ROUTE_REFRESH_MSG;
      case "s" -> FsmEventType.STABLE_TIMER_EXPIRES;
      case "b" -> FsmEventType.BFD_DOWN;
      default ->
          Stream.of(FsmEventType.values())
              .filter(t -> t.number() == Integer.parseInt(number))
              .findFirst()
              .orElseThrow();
    };
  }

  @ParameterizedTest
  @MethodSource("cells")
  void on_everyStateAndEvent_asTheTableSays(Cell cell) {
    String[] from = cell.from().split(" ");
    SessionState state = SessionState.valueOf(from[0]);
    String kind = from.length == 1 ? "" : from[1];
    FsmSettings settings =
        kind.equals("passive")
            ? PASSIVE_PEER
            : kind.equals("delaying") ? DELAYING_PEER : ACTIVE_PEER;
    boolean negotiated = state == SessionState.OPENCONFIRM || state == SessionState.ESTABLISHED;
    FsmState before =
        new FsmState(
            state, 3, 0, kind.equals("delaying"), negotiated ? 45 : 0, negotiated ? 15 : 0);

    FsmStep step = new SessionFsm(settings).on(before, event(cell.type()));

    assertThat(step.state().state()).isEqualTo(SessionState.valueOf(cell.next()));
    assertThat(step.effects().stream().map(SessionFsmTest::show).collect(Collectors.joining(" ")))
        .isEqualTo(cell.effects());
  }

  @Test
  void table_everyState_coversEveryEventOnce() {
    Map<String, Long> perState =
        cells().collect(Collectors.groupingBy(Cell::from, Collectors.counting()));
    assertThat(perState.values()).containsOnly((long) FsmEventType.values().length);
    Map<String, Set<FsmEventType>> types =
        cells()
            .collect(
                Collectors.groupingBy(
                    Cell::from, Collectors.mapping(Cell::type, Collectors.toSet())));
    assertThat(types.values()).containsOnly(EnumSet.allOf(FsmEventType.class));
    assertThat(
            perState.keySet().stream()
                .map(k -> SessionState.valueOf(k.split(" ")[0]))
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(SessionState.values());
  }

  private static FsmEvent event(FsmEventType type) {
    return switch (type) {
      case BGP_OPEN -> new FsmEvent.OpenReceived(45);
      case BGP_HEADER_ERR ->
          new FsmEvent.Ending(type, Notification.of(ErrorCode.BAD_MESSAGE_LENGTH));
      case BGP_OPEN_MSG_ERR -> new FsmEvent.Ending(type, Notification.of(ErrorCode.BAD_PEER_AS));
      case UPDATE_MSG_ERR ->
          new FsmEvent.Ending(type, Notification.of(ErrorCode.MALFORMED_ATTRIBUTE_LIST));
      default -> FsmEvent.of(type);
    };
  }

  private static String show(FsmEffect effect) {
    if (effect instanceof FsmEffect.StartTimer t) {
      return "start(" + t.timer() + " " + t.time().toSeconds() + ")";
    }
    if (effect instanceof FsmEffect.StopTimer t) {
      return "stop(" + t.timer() + ")";
    }
    if (effect instanceof FsmEffect.SessionUp up) {
      return "up(" + up.holdTime() + " " + up.keepaliveTime() + ")";
    }
    if (effect instanceof FsmEffect.SendNotification n) {
      Notification m = n.notification();
      return "notify(" + (m.code() + "/" + m.subcode() + " " + m.data()).trim() + ")";
    }
    return switch (effect.getClass().getSimpleName()) {
      case "StopAllTimers" -> "stop-all";
      case "CloseTransport" -> "close";
      case "Connect" -> "connect";
      case "SendOpen" -> "open";
      case "SendKeepalive" -> "keepalive";
      case "SessionDown" -> "down";
      case "Deliver" -> "deliver";
      default -> throw new AssertionError(effect);
    };
  }

  @Test
  void on_openWithHoldTimes_negotiatesTheSmallerAndAThirdOfItAtMost() {
    assertThat(negotiate(new BgpTimers(5, 90, 30), 180)).isEqualTo("90 30");
    assertThat(negotiate(new BgpTimers(5, 90, 30), 9)).isEqualTo("9 3");
    assertThat(negotiate(new BgpTimers(5, 90, 10), 90)).isEqualTo("90 10");
    assertThat(negotiate(new BgpTimers(5, 3, 1), 90)).isEqualTo("3 1");
    assertThat(negotiate(new BgpTimers(5, 90, 30), 4)).isEqualTo("4 1");
    assertThat(negotiate(new BgpTimers(5, 90, 30), 0)).isEqualTo("0 0");
    assertThat(negotiate(new BgpTimers(5, 0, 0), 90)).isEqualTo("0 0");
  }

  private static String negotiate(BgpTimers timers, int peersHoldTime) {
    FsmState after =
        new SessionFsm(FsmSettings.of(false, timers))
            .on(
                new FsmState(SessionState.OPENSENT, 0, 0, false, 0, 0),
                new FsmEvent.OpenReceived(peersHoldTime))
            .state();
    return after.holdTime() + " " + after.keepaliveTime();
  }

  @Test
  void on_holdTimeZero_neverStartsATimer() {
    SessionFsm fsm = new SessionFsm(FsmSettings.of(false, new BgpTimers(5, 0, 0)));
    FsmState sent = new FsmState(SessionState.OPENSENT, 0, 0, false, 0, 0);
    FsmStep confirm = fsm.on(sent, new FsmEvent.OpenReceived(90));
    assertThat(confirm.effects()).noneMatch(e -> e instanceof FsmEffect.StartTimer);
    FsmStep up = fsm.on(confirm.state(), FsmEvent.of(FsmEventType.KEEPALIVE_MSG));
    assertThat(up.effects())
        .contains(new FsmEffect.SessionUp(0, 0))
        .doesNotContain(new FsmEffect.StartTimer(FsmTimer.HOLD, Duration.ZERO));
  }

  @Test
  void on_repeatedFailures_waitsTwiceAsLongUpToAMinute() {
    SessionFsm fsm = new SessionFsm(ACTIVE_PEER);
    FsmState state = FsmState.INITIAL;
    StringBuilder waits = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      FsmState sent = new FsmState(SessionState.OPENSENT, state.failures(), 0, false, 0, 0);
      FsmStep step = fsm.on(sent, FsmEvent.of(FsmEventType.NOTIF_MSG));
      state = step.state();
      waits.append(show(step.effects().get(step.effects().size() - 1))).append(' ');
    }
    assertThat(waits.toString().replaceAll("[^0-9 ]", "").trim().split(" +"))
        .containsExactly("1", "2", "4", "8", "16", "32", "60", "60", "60");
  }

  @Test
  void on_stableSession_forgetsFailures() {
    FsmState up = new FsmState(SessionState.ESTABLISHED, 5, 0, false, 90, 30);
    FsmState stable =
        new SessionFsm(ACTIVE_PEER).on(up, FsmEvent.of(FsmEventType.STABLE_TIMER_EXPIRES)).state();
    assertThat(stable.failures()).isZero();
    assertThat(stable.state()).isEqualTo(SessionState.ESTABLISHED);
  }

  @Test
  void on_failedAttempts_retriesAfterOneSecondFirstAndTheConfiguredTimeAtMost() {
    SessionFsm fsm = new SessionFsm(ACTIVE_PEER);
    FsmState state = new FsmState(SessionState.CONNECT, 0, 0, false, 0, 0);
    StringBuilder waits = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      FsmStep failed = fsm.on(state, FsmEvent.of(FsmEventType.TCP_CONNECTION_FAILS));
      waits.append(show(failed.effects().get(2))).append(' ');
      state = fsm.on(failed.state(), FsmEvent.of(FsmEventType.CONNECT_RETRY_TIMER_EXPIRES)).state();
    }
    assertThat(waits.toString().replaceAll("[^0-9 ]", "").trim().split(" +"))
        .containsExactly("1", "2", "4", "5", "5");
  }
}
