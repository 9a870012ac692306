package io.readback.spi.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * BFD beside a session, for display.
 *
 * @param state {@code admin-down}, {@code down}, {@code init} or {@code up}; likewise the peer's
 * @param diagnostic why this side last left up, in RFC 5880's words
 * @param multihop whether routers may be in between (RFC 5883)
 * @param transmitInterval between packets sent, before jitter; zero: none are
 * @param detectionTime of silence that brings it down; zero: the peer was not heard
 * @param since when the state was entered
 * @param timesUp how often it came up
 * @param problem why packets cannot be sent or taken, for a person
 */
public record SessionBfd(
    String state,
    String diagnostic,
    String remoteState,
    String remoteDiagnostic,
    boolean multihop,
    Duration transmitInterval,
    Duration detectionTime,
    Optional<Instant> since,
    int timesUp,
    long sent,
    long received,
    Optional<String> problem) {
  /** Whether the path is watched and works. */
  public boolean isUp() {
    return state.equals("up");
  }
}
