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
 * @param discarded packets of the peer that were not taken: of a wrong key, or from too far away
 * @param authentication of packets, such as {@code meticulous-keyed-sha1}; empty: none
 * @param echoInterval between echo packets sent; zero: none are
 * @param echoDetectionTime of missing echo packets that brings it down; zero: none came back yet
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
    long discarded,
    String authentication,
    Duration echoInterval,
    Duration echoDetectionTime,
    Optional<String> problem) {
  /** Whether the path is watched and works. */
  public boolean isUp() {
    return state.equals("up");
  }
}
