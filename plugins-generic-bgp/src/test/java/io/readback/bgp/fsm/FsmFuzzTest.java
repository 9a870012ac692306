package io.readback.bgp.fsm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.spi.observe.SessionState;
import io.readback.spi.target.BgpTimers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Whatever happens in whatever order, what the state machine asks for fits together. */
class FsmFuzzTest {
  /** What the effects so far amount to. */
  private static final class World {
    final Set<FsmTimer> running = EnumSet.noneOf(FsmTimer.class);
    boolean openSent;
    boolean up;
    boolean closed = true;

    void take(FsmStep step, FsmState before, FsmEvent event) {
      for (FsmEffect effect : step.effects()) {
        if (effect instanceof FsmEffect.StartTimer start) {
          assertThat(start.time()).isPositive();
          running.add(start.timer());
        } else if (effect instanceof FsmEffect.StopTimer stop) {
          running.remove(stop.timer());
        } else if (effect instanceof FsmEffect.StopAllTimers) {
          running.clear();
        } else if (effect instanceof FsmEffect.SendOpen) {
          assertThat(openSent).as("one OPEN a connection").isFalse();
          openSent = true;
          closed = false;
        } else if (effect instanceof FsmEffect.SendKeepalive) {
          assertThat(openSent).as("KEEPALIVE after OPEN").isTrue();
        } else if (effect instanceof FsmEffect.SendNotification) {
          assertThat(openSent).as("NOTIFICATION after OPEN").isTrue();
          assertThat(event.type()).isNotIn(FsmEventType.NOTIF_MSG, FsmEventType.NOTIF_MSG_VER_ERR);
        } else if (effect instanceof FsmEffect.CloseTransport) {
          openSent = false;
          closed = true;
        } else if (effect instanceof FsmEffect.SessionUp) {
          assertThat(up).isFalse();
          up = true;
        } else if (effect instanceof FsmEffect.SessionDown) {
          assertThat(up).isTrue();
          up = false;
        } else if (effect instanceof FsmEffect.Deliver) {
          assertThat(before.state()).isEqualTo(SessionState.ESTABLISHED);
        }
      }
    }
  }

  private static FsmEvent event(FuzzedDataProvider data) {
    FsmEventType type = data.pickValue(FsmEventType.values());
    return switch (type) {
      case BGP_OPEN -> new FsmEvent.OpenReceived(data.pickValue(new int[] {0, 3, 9, 90, 65535}));
      case BGP_HEADER_ERR, BGP_OPEN_MSG_ERR, UPDATE_MSG_ERR ->
          new FsmEvent.Ending(type, Notification.of(ErrorCode.BAD_MESSAGE_TYPE));
      default -> FsmEvent.of(type);
    };
  }

  @FuzzTest(maxDuration = "60s")
  void events(FuzzedDataProvider data) {
    boolean passive = data.consumeBoolean();
    int hold = data.pickValue(new int[] {0, 3, 90});
    Duration delay = data.consumeBoolean() ? Duration.ofSeconds(5) : Duration.ZERO;
    SessionFsm fsm =
        new SessionFsm(new FsmSettings(passive, new BgpTimers(5, hold, hold / 3), delay));
    FsmState state = FsmState.INITIAL;
    World world = new World();
    for (int i = 0; i < 200 && data.remainingBytes() > 0; i++) {
      FsmEvent event = event(data);
      FsmStep step = fsm.on(state, event);
      world.take(step, state, event);
      state = step.state();
      consistent(state, world, passive);
    }
  }

  private static void consistent(FsmState state, World world, boolean passive) {
    assertThat(world.up).isEqualTo(state.state() == SessionState.ESTABLISHED);
    boolean negotiated =
        state.state() == SessionState.OPENCONFIRM || state.state() == SessionState.ESTABLISHED;
    if (!negotiated) {
      assertThat(state.holdTime()).isZero();
    } else {
      assertThat(state.holdTime()).isNotIn(1, 2);
      assertThat(world.running.contains(FsmTimer.HOLD)).isEqualTo(state.holdTime() != 0);
      assertThat(world.running.contains(FsmTimer.KEEPALIVE)).isEqualTo(state.keepaliveTime() != 0);
    }
    switch (state.state()) {
      case IDLE -> {
        assertThat(world.closed).isTrue();
        assertThat(world.running).isSubsetOf(FsmTimer.IDLE_HOLD);
      }
      case CONNECT, ACTIVE -> assertThat(world.openSent).isFalse();
      case OPENSENT -> assertThat(world.running).containsExactly(FsmTimer.HOLD);
      case OPENCONFIRM, ESTABLISHED ->
          assertThat(world.running).isSubsetOf(FsmTimer.HOLD, FsmTimer.KEEPALIVE, FsmTimer.STABLE);
    }
    if (passive) {
      assertThat(state.state()).isNotEqualTo(SessionState.CONNECT);
    }
  }
}
