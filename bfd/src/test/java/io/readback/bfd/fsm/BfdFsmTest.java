package io.readback.bfd.fsm;

import static io.readback.bfd.packet.BfdState.ADMIN_DOWN;
import static io.readback.bfd.packet.BfdState.DOWN;
import static io.readback.bfd.packet.BfdState.INIT;
import static io.readback.bfd.packet.BfdState.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bfd.fsm.BfdStep.Send;
import io.readback.bfd.packet.BfdState;
import io.readback.bfd.packet.ControlPacket;
import io.readback.bfd.packet.Diagnostic;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BfdFsmTest {
  private static final int OURS = 0x11;
  private static final int THEIRS = 0x22;

  private static BfdSettings settings(int transmitMillis, int receiveMillis) {
    return BfdSettings.DEFAULT.withIntervals(
        Duration.ofMillis(transmitMillis), Duration.ofMillis(receiveMillis));
  }

  /** A packet of the peer, with 200 ms and 100 ms and multiplier 5. */
  private static ControlPacket from(BfdState state) {
    return packet(state, false, false, false, 200_000, 100_000);
  }

  private static ControlPacket packet(
      BfdState state, boolean poll, boolean last, boolean demand, long transmit, long receive) {
    return new ControlPacket(
        Diagnostic.NONE,
        state,
        poll,
        last,
        false,
        demand,
        5,
        THEIRS,
        state == DOWN || state == ADMIN_DOWN ? 0 : OURS,
        transmit,
        receive,
        0,
        Optional.empty());
  }

  private static BfdStep receive(BfdVariables now, ControlPacket packet) {
    return BfdFsm.on(now, new BfdEvent.PacketReceived(packet));
  }

  private static BfdVariables fresh() {
    return BfdVariables.initial(BfdSettings.DEFAULT, OURS);
  }

  private static BfdVariables in(BfdState state) {
    return switch (state) {
      case ADMIN_DOWN -> BfdFsm.on(fresh(), new BfdEvent.Disabled()).variables();
      case DOWN -> fresh();
      case INIT -> receive(fresh(), from(DOWN)).variables();
      case UP -> receive(in(INIT), from(INIT)).variables();
    };
  }

  /** Up, and the poll that announces the fast interval is answered. */
  private static BfdVariables settled() {
    return receive(in(UP), packet(UP, false, true, false, 200_000, 100_000)).variables();
  }

  @ParameterizedTest
  @CsvSource({
    // section 6.2 and 6.8.6: our state, the peer's, our next state
    "DOWN, ADMIN_DOWN, DOWN",
    "DOWN, DOWN, INIT",
    "DOWN, INIT, UP",
    "DOWN, UP, DOWN",
    "INIT, ADMIN_DOWN, DOWN",
    "INIT, DOWN, INIT",
    "INIT, INIT, UP",
    "INIT, UP, UP",
    "UP, ADMIN_DOWN, DOWN",
    "UP, DOWN, DOWN",
    "UP, INIT, UP",
    "UP, UP, UP",
    "ADMIN_DOWN, ADMIN_DOWN, ADMIN_DOWN",
    "ADMIN_DOWN, DOWN, ADMIN_DOWN",
    "ADMIN_DOWN, INIT, ADMIN_DOWN",
    "ADMIN_DOWN, UP, ADMIN_DOWN",
  })
  void packet_ofEachState_leadsToTheStateOfTheTable(BfdState ours, BfdState peer, BfdState next) {
    BfdStep step = receive(in(ours), from(peer));
    assertThat(step.variables().state()).isEqualTo(next);
    assertThat(step.variables().remoteState()).isEqualTo(peer);
    assertThat(step.variables().remoteDiscriminator()).isEqualTo(THEIRS);
  }

  @ParameterizedTest
  @EnumSource(
      value = BfdState.class,
      names = {"DOWN", "ADMIN_DOWN"})
  void packet_peerLeavesUp_saysThatTheNeighborSignaled(BfdState peer) {
    BfdStep step = receive(settled(), from(peer));
    assertThat(step.variables().diagnostic()).isEqualTo(Diagnostic.NEIGHBOR_SIGNALED_DOWN);
    assertThat(step.send()).isEqualTo(Send.PACKET);
  }

  @ParameterizedTest
  @CsvSource({"INIT, DOWN", "UP, DOWN", "DOWN, DOWN", "ADMIN_DOWN, ADMIN_DOWN"})
  void silence_inEachState_bringsTheSessionDownAndForgetsThePeer(BfdState ours, BfdState next) {
    BfdVariables after = BfdFsm.on(in(ours), new BfdEvent.DetectionTimeExpired()).variables();
    assertThat(after.state()).isEqualTo(next);
    assertThat(after.remoteDiscriminator()).isZero();
    assertThat(after.detecting()).isFalse();
    if (ours == INIT || ours == UP) {
      assertThat(after.diagnostic()).isEqualTo(Diagnostic.DETECTION_TIME_EXPIRED);
    }
  }

  @Test
  void up_afterAFailure_clearsTheDiagnosticOnlyThen() {
    BfdVariables down = BfdFsm.on(settled(), new BfdEvent.DetectionTimeExpired()).variables();
    BfdVariables init = receive(down, from(DOWN)).variables();
    assertThat(init.diagnostic()).isEqualTo(Diagnostic.DETECTION_TIME_EXPIRED);
    assertThat(receive(init, from(INIT)).variables().diagnostic()).isEqualTo(Diagnostic.NONE);
  }

  @ParameterizedTest
  @EnumSource(
      value = BfdState.class,
      names = {"DOWN", "INIT", "ADMIN_DOWN"})
  void transmitInterval_notUp_isASecondAtLeast(BfdState state) {
    assertThat(in(state).transmitInterval()).isEqualTo(1_000_000);
    assertThat(in(state).packet(false).desiredMinTx()).isEqualTo(1_000_000);
    BfdVariables slower = BfdVariables.initial(settings(2000, 300), OURS);
    assertThat(slower.transmitInterval()).isEqualTo(2_000_000);
  }

  @Test
  void up_announcesTheFastIntervalByAPollAndUsesItAtOnce() {
    BfdStep step = receive(in(INIT), from(INIT));
    assertThat(step.send()).isEqualTo(Send.PACKET);
    ControlPacket packet = step.variables().packet(false);
    assertThat(packet.poll()).isTrue();
    assertThat(packet.desiredMinTx()).isEqualTo(300_000);
    assertThat(step.variables().transmitInterval()).isEqualTo(300_000);
    assertThat(settled().packet(false).poll()).isFalse();
  }

  @Test
  void transmitInterval_peerWantsLess_followsThePeer() {
    ControlPacket slow = packet(UP, false, false, false, 200_000, 5_000_000);
    assertThat(receive(settled(), slow).variables().transmitInterval()).isEqualTo(5_000_000);
    ControlPacket none = packet(UP, false, false, false, 200_000, 0);
    assertThat(receive(settled(), none).variables().transmitInterval()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"200000, 1500000", "500000, 2500000"})
  void detectionTime_isPeersMultiplierTimesTheSlowerInterval(long peerSends, long expected) {
    ControlPacket packet = packet(UP, false, false, false, peerSends, 100_000);
    assertThat(receive(settled(), packet).variables().detectionTime()).isEqualTo(expected);
  }

  @Test
  void detectionTime_nothingHeard_isNone() {
    assertThat(fresh().detectionTime()).isZero();
    assertThat(fresh().detecting()).isFalse();
  }

  @Test
  void poll_ofThePeer_isAnsweredAtOnceByFinalWithoutPoll() {
    BfdStep step = receive(in(UP), packet(UP, true, false, false, 200_000, 100_000));
    assertThat(step.send()).isEqualTo(Send.FINAL);
    ControlPacket answer = step.variables().packet(true);
    assertThat(answer.finalBit()).isTrue();
    assertThat(answer.poll()).isFalse();
    // our own poll goes on
    assertThat(step.variables().packet(false).poll()).isTrue();
  }

  @Test
  void slowerTransmit_whileUp_waitsForThePeersConsent() {
    BfdStep step = BfdFsm.on(settled(), new BfdEvent.SettingsChanged(settings(900, 300)));
    BfdVariables waiting = step.variables();
    assertThat(step.send()).isEqualTo(Send.PACKET);
    assertThat(waiting.packet(false).poll()).isTrue();
    assertThat(waiting.packet(false).desiredMinTx()).isEqualTo(900_000);
    assertThat(waiting.transmitInterval()).isEqualTo(300_000);
    BfdVariables agreed =
        receive(waiting, packet(UP, false, true, false, 200_000, 100_000)).variables();
    assertThat(agreed.transmitInterval()).isEqualTo(900_000);
    assertThat(agreed.polling()).isFalse();
  }

  @Test
  void fasterReceive_whileUp_countsForDetectionWhenThePeerKnows() {
    BfdVariables waiting =
        BfdFsm.on(settled(), new BfdEvent.SettingsChanged(settings(300, 50))).variables();
    assertThat(waiting.packet(false).requiredMinRx()).isEqualTo(50_000);
    assertThat(waiting.detectionTime()).isEqualTo(5 * 300_000);
    BfdVariables agreed =
        receive(waiting, packet(UP, false, true, false, 200_000, 100_000)).variables();
    assertThat(agreed.detectionTime()).isEqualTo(5 * 200_000);
  }

  @Test
  void secondChange_duringAPoll_isPolledAgain() {
    BfdVariables first =
        BfdFsm.on(settled(), new BfdEvent.SettingsChanged(settings(900, 300))).variables();
    BfdVariables second =
        BfdFsm.on(first, new BfdEvent.SettingsChanged(settings(1200, 300))).variables();
    ControlPacket last = packet(UP, false, true, false, 200_000, 100_000);
    BfdVariables once = receive(second, last).variables();
    assertThat(once.packet(false).poll()).isTrue();
    assertThat(once.transmitInterval()).isEqualTo(300_000);
    BfdVariables twice = receive(once, last).variables();
    assertThat(twice.packet(false).poll()).isFalse();
    assertThat(twice.transmitInterval()).isEqualTo(1_200_000);
  }

  @Test
  void sameSettings_again_sendNothing() {
    BfdStep step = BfdFsm.on(settled(), new BfdEvent.SettingsChanged(BfdSettings.DEFAULT));
    assertThat(step.send()).isEqualTo(Send.NOTHING);
    assertThat(step.variables()).isEqualTo(settled());
  }

  @Test
  void demand_ofThePeer_silencesUsOnlyWhileBothAreUpAndNoPollRuns() {
    ControlPacket demand = packet(UP, false, false, true, 200_000, 100_000);
    assertThat(receive(in(UP), demand).variables().transmitInterval()).isPositive();
    BfdVariables quiet = receive(settled(), demand).variables();
    assertThat(quiet.transmitInterval()).isZero();
    BfdVariables polling =
        BfdFsm.on(quiet, new BfdEvent.SettingsChanged(settings(500, 300))).variables();
    assertThat(polling.transmitInterval()).isPositive();
    ControlPacket init = packet(INIT, false, false, true, 200_000, 100_000);
    assertThat(receive(settled(), init).variables().transmitInterval()).isPositive();
  }

  @Test
  void passive_isSilentUntilThePeerWasHeardAndAfterItFellSilent() {
    BfdVariables passive = BfdVariables.initial(BfdSettings.DEFAULT.withPassive(true), OURS);
    assertThat(passive.transmitInterval()).isZero();
    BfdStep heard = receive(passive, from(DOWN));
    assertThat(heard.variables().state()).isEqualTo(INIT);
    assertThat(heard.variables().transmitInterval()).isEqualTo(1_000_000);
    BfdStep silent = BfdFsm.on(heard.variables(), new BfdEvent.DetectionTimeExpired());
    assertThat(silent.variables().transmitInterval()).isZero();
    assertThat(silent.send()).isEqualTo(Send.NOTHING);
  }

  @Test
  void disabled_saysSoAndStaysUntilEnabled() {
    BfdStep step = BfdFsm.on(settled(), new BfdEvent.Disabled());
    assertThat(step.send()).isEqualTo(Send.PACKET);
    ControlPacket packet = step.variables().packet(false);
    assertThat(packet.state()).isEqualTo(ADMIN_DOWN);
    assertThat(packet.diagnostic()).isEqualTo(Diagnostic.ADMINISTRATIVELY_DOWN);
    assertThat(packet.poll()).isFalse();
    BfdVariables enabled = BfdFsm.on(step.variables(), new BfdEvent.Enabled()).variables();
    assertThat(enabled.state()).isEqualTo(DOWN);
    assertThat(BfdFsm.on(settled(), new BfdEvent.Enabled()).variables()).isEqualTo(settled());
  }

  @Test
  void packet_repeated_changesNothing() {
    BfdVariables up = receive(settled(), from(UP)).variables();
    BfdStep again = receive(up, from(UP));
    assertThat(again).isEqualTo(new BfdStep(up, Send.NOTHING));
  }

  @Test
  void packet_peerRestarted_takesItsNewDiscriminator() {
    ControlPacket other =
        new ControlPacket(
            Diagnostic.NONE,
            DOWN,
            false,
            false,
            true,
            false,
            2,
            0x33,
            0,
            1_000_000,
            300_000,
            0,
            Optional.empty());
    BfdVariables after = receive(settled(), other).variables();
    assertThat(after.state()).isEqualTo(DOWN);
    assertThat(after.packet(false).yourDiscriminator()).isEqualTo(0x33);
    assertThat(after.remoteIndependent()).isTrue();
  }

  @Test
  void jitter_ofMultiplierOne_isTenPercentAtLeast() {
    assertThat(fresh().leastJitter()).isZero();
    BfdSettings one = BfdSettings.DEFAULT.withDetectMultiplier(1);
    assertThat(BfdVariables.initial(one, OURS).leastJitter()).isEqualTo(10);
  }

  @Test
  void strictest_ofTwo_servesBoth() {
    BfdSettings a = settings(100, 900).withPassive(true).withMinimumTtl(10);
    BfdSettings b = settings(200, 300).withDetectMultiplier(2);
    assertThat(a.strictest(b))
        .isEqualTo(settings(100, 300).withDetectMultiplier(2).withMinimumTtl(254));
    assertThat(a.strictest(a)).isEqualTo(a);
  }
}
