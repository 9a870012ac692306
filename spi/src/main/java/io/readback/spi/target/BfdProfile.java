package io.readback.spi.target;

import java.time.Duration;
import java.util.Optional;

/**
 * How BFD (RFC 5880) watches the path to a peer. Made from {@link #DEFAULT}.
 *
 * @param transmitInterval how often to send, at most; 10 ms to 60 s
 * @param receiveInterval how often the peer may send, at most; 10 ms to 60 s
 * @param detectMultiplier how many packets may be missing; 1 to 255
 * @param passive whether to stay silent until the peer was heard
 * @param minimumTtl of packets of a peer several hops away, 1 to 255; on the link it is 255
 * @param strict whether the session waits for BFD to come up; else a peer without BFD is served
 * @param echoInterval how often to send echo packets, at most, where the peer returns them (RFC
 *     5880 section 6.4); 10 ms to 60 s; empty: none
 * @param authentication of packets; empty: none, and authenticated ones are discarded
 */
public record BfdProfile(
    Duration transmitInterval,
    Duration receiveInterval,
    int detectMultiplier,
    boolean passive,
    int minimumTtl,
    boolean strict,
    Optional<Duration> echoInterval,
    Optional<BfdAuthentication> authentication) {
  /** 300 ms both ways, multiplier 3, active, TTL 254, not strict. */
  public static final BfdProfile DEFAULT =
      new BfdProfile(Duration.ofMillis(300), Duration.ofMillis(300), 3, false, 254, false);

  public BfdProfile {
    checkInterval(transmitInterval);
    checkInterval(receiveInterval);
    echoInterval.ifPresent(BfdProfile::checkInterval);
    if (detectMultiplier < 1 || detectMultiplier > 255) {
      throw new IllegalArgumentException(
          "a detection multiplier is 1 to 255 but was " + detectMultiplier);
    }
    if (minimumTtl < 1 || minimumTtl > 255) {
      throw new IllegalArgumentException("a minimum TTL is 1 to 255 but was " + minimumTtl);
    }
  }

  /** Without echo packets and authentication. */
  public BfdProfile(
      Duration transmitInterval,
      Duration receiveInterval,
      int detectMultiplier,
      boolean passive,
      int minimumTtl,
      boolean strict) {
    this(
        transmitInterval,
        receiveInterval,
        detectMultiplier,
        passive,
        minimumTtl,
        strict,
        Optional.empty(),
        Optional.empty());
  }

  public BfdProfile withEcho(Duration interval) {
    return new BfdProfile(
        transmitInterval,
        receiveInterval,
        detectMultiplier,
        passive,
        minimumTtl,
        strict,
        Optional.of(interval),
        authentication);
  }

  public BfdProfile withAuthentication(BfdAuthentication value) {
    return new BfdProfile(
        transmitInterval,
        receiveInterval,
        detectMultiplier,
        passive,
        minimumTtl,
        strict,
        echoInterval,
        Optional.of(value));
  }

  private static void checkInterval(Duration interval) {
    if (interval.toMillis() < 10 || interval.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "a BFD interval is 10 ms to 60 s but was " + interval.toMillis() + " ms");
    }
  }
}
