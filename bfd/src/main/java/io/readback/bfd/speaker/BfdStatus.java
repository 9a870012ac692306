package io.readback.bfd.speaker;

import io.readback.bfd.packet.BfdState;
import io.readback.bfd.packet.Diagnostic;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A session at one moment.
 *
 * @param diagnostic why we last left Up
 * @param remoteState what the peer last said
 * @param remoteDiagnostic why the peer last left Up
 * @param remoteIndependent the peer's BFD survives its control plane (C bit)
 * @param remoteDiscriminator 0: not known
 * @param transmitInterval between our packets, before jitter; zero: we are silent
 * @param detectionTime of silence that brings the session down; zero: the peer was not heard
 * @param since when the state was entered
 * @param timesUp how often Up was entered
 * @param echoInterval between echo packets sent; zero: none are
 * @param echoDetectionTime how long echo packets may stay away; zero: nothing follows from it
 * @param problem why packets cannot be sent or taken, for a person
 */
public record BfdStatus(
    BfdPath path,
    BfdState state,
    Diagnostic diagnostic,
    BfdState remoteState,
    Diagnostic remoteDiagnostic,
    boolean remoteIndependent,
    int localDiscriminator,
    int remoteDiscriminator,
    Duration transmitInterval,
    Duration detectionTime,
    int detectMultiplier,
    int remoteMultiplier,
    Instant since,
    int timesUp,
    Duration echoInterval,
    Duration echoDetectionTime,
    Optional<String> problem) {
  public boolean isUp() {
    return state == BfdState.UP;
  }

  /**
   * Whether the path was found broken. A session that never came up says nothing, nor does one that
   * either side's administrator holds down (RFC 5882 section 4.2).
   */
  public boolean failed() {
    return state != BfdState.UP
        && state != BfdState.ADMIN_DOWN
        && remoteState != BfdState.ADMIN_DOWN
        && timesUp > 0;
  }
}
