package io.readback.bfd.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bfd.fsm.BfdEvent;
import io.readback.bfd.fsm.BfdFsm;
import io.readback.bfd.fsm.BfdSettings;
import io.readback.bfd.fsm.BfdVariables;
import io.readback.bfd.packet.BfdState;
import io.readback.bfd.packet.ControlPacket;
import io.readback.bfd.packet.Diagnostic;
import io.readback.linux.LinuxException;
import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RFC 5880 sections 6.4, 6.8.3 and 6.8.9. */
class EchoWatchTest {
  private static final long MILLI = 1_000_000;
  private static final BfdPath PATH = BfdPath.singleHop(IpAddress.parse("192.0.2.1"));

  private final List<Integer> sent = new ArrayList<>();
  private BfdVariables variables =
      BfdVariables.initial(BfdSettings.DEFAULT.withEcho(Duration.ofMillis(50)), 7);
  private boolean broken;
  private long now;
  private final EchoWatch watch =
      new EchoWatch(
          PATH,
          path -> {
            if (broken) {
              throw new LinuxException("open a packet socket", 1, "");
            }
            return (discriminator, sequence) -> sent.add(sequence);
          },
          variables);

  private void on(BfdEvent event) {
    variables = BfdFsm.on(variables, event).variables();
    watch.follow(variables, now);
  }

  private void hear(BfdState state, boolean last, long echoMicros) {
    on(
        new BfdEvent.PacketReceived(
            new ControlPacket(
                Diagnostic.NONE,
                state,
                false,
                last,
                false,
                false,
                3,
                9,
                7,
                100_000,
                100_000,
                echoMicros,
                Optional.empty())));
  }

  private void up(long echoMicros) {
    hear(BfdState.DOWN, false, echoMicros);
    hear(BfdState.INIT, false, echoMicros);
    hear(BfdState.UP, true, echoMicros);
    assertThat(variables.state()).isEqualTo(BfdState.UP);
  }

  /** Sends what is due next; whether too many are missing. */
  private boolean step() {
    now = Math.max(now, watch.due());
    return watch.run(now);
  }

  private void comeBack() {
    assertThat(watch.cameBack(sent.get(sent.size() - 1))).isTrue();
    on(new BfdEvent.EchoReturned());
  }

  @Test
  void echo_peerThatReturnsNone_isNotSentAndSaid() {
    up(0);
    assertThat(watch.sends()).isFalse();
    assertThat(watch.problem().orElseThrow()).contains("returns no echo packets");
    assertThat(variables.packet(false).requiredMinRx()).isEqualTo(300_000);
  }

  @Test
  void echo_whileItComesBack_goesOutAtTheSlowerOfBothAndControlPacketsMaySlowDown() {
    up(80_000);
    step();
    comeBack();
    assertThat(variables.packet(false).requiredMinRx()).isEqualTo(1_000_000);
    // the peer has not heard of it yet
    assertThat(variables.detectionTime()).isEqualTo(3 * 1_000_000);
    long before = now;
    for (int i = 0; i < 10; i++) {
      assertThat(step()).isFalse();
      comeBack();
    }
    assertThat(now - before).isEqualTo(10 * 80 * MILLI);
    assertThat(variables.echoDetectionTime()).isEqualTo(240_000);
  }

  @Test
  void echo_thatStaysAway_bringsTheSessionDownAfterTheMultiplier() {
    up(50_000);
    step();
    comeBack();
    long last = now;
    while (!step()) {}
    assertThat(now - last).isEqualTo(4 * 50 * MILLI);
    on(new BfdEvent.EchoTimeExpired());
    assertThat(variables.state()).isEqualTo(BfdState.DOWN);
    assertThat(variables.diagnostic()).isEqualTo(Diagnostic.ECHO_FAILED);
    assertThat(variables.packet(false).requiredMinRx()).isEqualTo(300_000);
    assertThat(watch.sends()).isFalse();
  }

  @Test
  void echo_thatNeverCameBack_isRareAndAProblemAndNoFailure() {
    up(50_000);
    long before = now;
    for (int i = 0; i < 6; i++) {
      assertThat(step()).isFalse();
    }
    assertThat(now - before).isEqualTo(5000 * MILLI);
    assertThat(watch.problem().orElseThrow()).contains("none came back");
    assertThat(variables.packet(false).requiredMinRx()).isEqualTo(300_000);
    comeBack();
    assertThat(watch.problem()).isEmpty();
  }

  @Test
  void echo_pauseOfOurs_isNoFailure() {
    up(50_000);
    step();
    comeBack();
    now += 10_000 * MILLI;
    assertThat(step()).isFalse();
    assertThat(variables.echo()).isTrue();
  }

  @Test
  void cameBack_whatWasNeverSentOrCameAlready_doesNotCount() {
    up(50_000);
    step();
    assertThat(watch.cameBack(2)).isFalse();
    assertThat(watch.cameBack(1)).isTrue();
    assertThat(watch.cameBack(1)).isFalse();
  }

  @Test
  void echo_peerThatReturnsThemNoMore_leavesItToControlPackets() {
    up(50_000);
    step();
    comeBack();
    hear(BfdState.UP, true, 0);
    assertThat(watch.sends()).isFalse();
    assertThat(variables.state()).isEqualTo(BfdState.UP);
    assertThat(variables.packet(false).requiredMinRx()).isEqualTo(300_000);
  }

  @Test
  void echo_socketThatCannotBeOpened_isAProblemUntilItCan() {
    broken = true;
    up(50_000);
    step();
    assertThat(watch.problem().orElseThrow()).contains("no echo packets are sent");
    broken = false;
    step();
    assertThat(watch.problem()).isEmpty();
  }
}
