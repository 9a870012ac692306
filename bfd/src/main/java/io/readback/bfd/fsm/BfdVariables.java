package io.readback.bfd.fsm;

import io.readback.bfd.packet.BfdState;
import io.readback.bfd.packet.ControlPacket;
import io.readback.bfd.packet.Diagnostic;
import java.util.Optional;

/**
 * The state variables of a session (RFC 5880 section 6.8.1). Intervals are microseconds.
 *
 * <p>What a side announces and what it goes by differ while a change waits for the peer's consent:
 * {@code desiredMinTx} is announced and {@code transmitMinimum} used, {@code requiredMinRx} is
 * announced and {@code detectMinimum} used (section 6.8.3).
 *
 * @param localDiscriminator not 0
 * @param remoteDiscriminator 0: not known
 * @param remoteMinRx what the peer can receive; 0: it wants nothing periodic
 * @param remoteDesiredMinTx what the peer last said it would like to send
 * @param remoteMultiplier the peer's detection multiplier; 0: never heard
 * @param remoteIndependent the peer's C bit
 * @param polling whether packets carry the P bit until the peer answers
 * @param pollAgain whether something changed since the poll began
 * @param remoteMinEchoRx how often the peer can return echo packets; 0: not at all
 * @param echo whether echo packets come back, and detect failures
 */
public record BfdVariables(
    BfdSettings settings,
    BfdState state,
    Diagnostic diagnostic,
    int localDiscriminator,
    BfdState remoteState,
    Diagnostic remoteDiagnostic,
    int remoteDiscriminator,
    long desiredMinTx,
    long transmitMinimum,
    long requiredMinRx,
    long detectMinimum,
    long remoteMinRx,
    long remoteDesiredMinTx,
    int remoteMultiplier,
    boolean remoteDemand,
    boolean remoteIndependent,
    boolean polling,
    boolean pollAgain,
    long remoteMinEchoRx,
    boolean echo) {
  /** The shortest interval of a session that is not up (section 6.8.3). */
  static final long SLOW = 1_000_000;

  /** A session that has heard nothing yet. */
  public static BfdVariables initial(BfdSettings settings, int localDiscriminator) {
    if (localDiscriminator == 0) {
      throw new IllegalArgumentException("a discriminator is not 0");
    }
    long transmit = Math.max(SLOW, settings.transmitMicros());
    long receive = settings.receiveMicros();
    return new BfdVariables(
        settings,
        BfdState.DOWN,
        Diagnostic.NONE,
        localDiscriminator,
        BfdState.DOWN,
        Diagnostic.NONE,
        0,
        transmit,
        transmit,
        receive,
        receive,
        1,
        0,
        0,
        false,
        false,
        false,
        false,
        0,
        false);
  }

  /** Between our periodic packets, before jitter; 0: none are sent (sections 6.8.2, 6.8.7, 6.6). */
  public long transmitInterval() {
    boolean unwanted = remoteMinRx == 0 || (settings.passive() && remoteDiscriminator == 0);
    boolean demanded =
        remoteDemand && state == BfdState.UP && remoteState == BfdState.UP && !polling;
    return unwanted || demanded ? 0 : Math.max(transmitMinimum, remoteMinRx);
  }

  /** How long silence of the peer is borne; 0: the peer was not heard (section 6.8.4). */
  public long detectionTime() {
    return remoteMultiplier * Math.max(detectMinimum, remoteDesiredMinTx);
  }

  /** Between our echo packets; 0: none are sent (section 6.8.9). */
  public long echoInterval() {
    long wanted = settings.echoMicros();
    return wanted == 0 || remoteMinEchoRx == 0 || state != BfdState.UP
        ? 0
        : Math.max(wanted, remoteMinEchoRx);
  }

  /** How long echo packets may stay away; 0: none came back yet, so nothing follows from it. */
  public long echoDetectionTime() {
    return echo ? settings.detectMultiplier() * echoInterval() : 0;
  }

  /** Whether silence means something: the session comes down, or the peer is forgotten. */
  public boolean detecting() {
    return remoteMultiplier != 0 && remoteDiscriminator != 0;
  }

  /**
   * The share of the interval by which a packet comes sooner, in percent: from {@link
   * #leastJitter()} to 25 (section 6.8.7).
   */
  public int leastJitter() {
    return settings.detectMultiplier() == 1 ? 10 : 0;
  }

  /** The packet that says all this. */
  public ControlPacket packet(boolean answersPoll) {
    return new ControlPacket(
        diagnostic,
        state,
        polling && !answersPoll,
        answersPoll,
        // this program's BFD ends with its BGP
        false,
        false,
        settings.detectMultiplier(),
        localDiscriminator,
        remoteDiscriminator,
        desiredMinTx,
        requiredMinRx,
        0,
        Optional.empty());
  }

  /** After another state was entered: intervals of the state, and a poll if it is Up. */
  BfdVariables in(BfdState next, Diagnostic why) {
    BfdVariables moved =
        new BfdVariables(
            settings,
            next,
            why,
            localDiscriminator,
            remoteState,
            remoteDiagnostic,
            remoteDiscriminator,
            desiredMinTx,
            transmitMinimum,
            requiredMinRx,
            detectMinimum,
            remoteMinRx,
            remoteDesiredMinTx,
            remoteMultiplier,
            remoteDemand,
            remoteIndependent,
            false,
            false,
            remoteMinEchoRx,
            echo && next == BfdState.UP);
    return moved.announcing(settings);
  }

  /** With the intervals of these settings, as the state allows them (section 6.8.3). */
  BfdVariables announcing(BfdSettings next) {
    boolean up = state == BfdState.UP;
    long transmit = up ? next.transmitMicros() : Math.max(SLOW, next.transmitMicros());
    // while echo packets detect failures, control packets may be rare (section 6.8.3)
    long receive = echo ? Math.max(SLOW, next.receiveMicros()) : next.receiveMicros();
    boolean changed = transmit != desiredMinTx || receive != requiredMinRx;
    boolean poll = up && (changed || polling);
    return new BfdVariables(
        next,
        state,
        diagnostic,
        localDiscriminator,
        remoteState,
        remoteDiagnostic,
        remoteDiscriminator,
        transmit,
        // more often: at once; more rarely: when the peer has taken note
        poll ? Math.min(transmitMinimum, transmit) : transmit,
        receive,
        poll ? Math.max(detectMinimum, receive) : receive,
        remoteMinRx,
        remoteDesiredMinTx,
        remoteMultiplier,
        remoteDemand,
        remoteIndependent,
        poll,
        polling && (changed || pollAgain),
        remoteMinEchoRx,
        echo);
  }

  /** After the peer answered the poll. */
  BfdVariables pollAnswered() {
    return new BfdVariables(
        settings,
        state,
        diagnostic,
        localDiscriminator,
        remoteState,
        remoteDiagnostic,
        remoteDiscriminator,
        desiredMinTx,
        pollAgain ? transmitMinimum : desiredMinTx,
        requiredMinRx,
        pollAgain ? detectMinimum : requiredMinRx,
        remoteMinRx,
        remoteDesiredMinTx,
        remoteMultiplier,
        remoteDemand,
        remoteIndependent,
        pollAgain,
        false,
        remoteMinEchoRx,
        echo);
  }

  /** What the packet says of the peer. */
  BfdVariables heard(ControlPacket packet) {
    return new BfdVariables(
        settings,
        state,
        diagnostic,
        localDiscriminator,
        packet.state(),
        packet.diagnostic(),
        packet.myDiscriminator(),
        desiredMinTx,
        transmitMinimum,
        requiredMinRx,
        detectMinimum,
        packet.requiredMinRx(),
        packet.desiredMinTx(),
        packet.detectMultiplier(),
        packet.demand(),
        packet.controlPlaneIndependent(),
        polling,
        pollAgain,
        packet.requiredMinEchoRx(),
        echo);
  }

  /** The peer is silent: what it said counts no longer (sections 6.8.1, 6.8.18). */
  BfdVariables forgotten() {
    return new BfdVariables(
        settings,
        state,
        diagnostic,
        localDiscriminator,
        BfdState.DOWN,
        remoteDiagnostic,
        0,
        desiredMinTx,
        transmitMinimum,
        requiredMinRx,
        detectMinimum,
        1,
        remoteDesiredMinTx,
        0,
        false,
        remoteIndependent,
        polling,
        pollAgain,
        0,
        echo);
  }

  /** With echo packets that come back, or no more. */
  BfdVariables withEcho(boolean comesBack) {
    return comesBack == echo
        ? this
        : new BfdVariables(
                settings,
                state,
                diagnostic,
                localDiscriminator,
                remoteState,
                remoteDiagnostic,
                remoteDiscriminator,
                desiredMinTx,
                transmitMinimum,
                requiredMinRx,
                detectMinimum,
                remoteMinRx,
                remoteDesiredMinTx,
                remoteMultiplier,
                remoteDemand,
                remoteIndependent,
                polling,
                pollAgain,
                remoteMinEchoRx,
                comesBack)
            .announcing(settings);
  }
}
