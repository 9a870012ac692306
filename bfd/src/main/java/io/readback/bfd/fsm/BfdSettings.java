package io.readback.bfd.fsm;

import io.readback.spi.target.BfdAuthentication;
import java.time.Duration;
import java.util.Optional;

/**
 * What one side of a session asks for. Made from {@link #DEFAULT} by its {@code with} methods.
 *
 * @param transmitInterval how often to send once the session is up, at most
 * @param receiveInterval how often the peer may send, at most
 * @param detectMultiplier how many of our packets the peer may miss, 1 to 255
 * @param passive whether to stay silent until the peer was heard
 * @param minimumTtl the lowest TTL of packets over several hops, 1 to 255; on the link it is 255
 * @param echoInterval how often to send echo packets on the link, at most; empty: none
 * @param authentication empty: none
 */
public record BfdSettings(
    Duration transmitInterval,
    Duration receiveInterval,
    int detectMultiplier,
    boolean passive,
    int minimumTtl,
    Optional<Duration> echoInterval,
    Optional<BfdAuthentication> authentication) {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** 300 ms both ways, multiplier 3, active, TTL 254, no echo packets, no authentication. */
  public static final BfdSettings DEFAULT =
      new BfdSettings(
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          3,
          false,
          254,
          Optional.empty(),
          Optional.empty());

  public BfdSettings {
    check("transmit", transmitInterval);
    check("receive", receiveInterval);
    echoInterval.ifPresent(interval -> check("echo", interval));
    if (detectMultiplier < 1 || detectMultiplier > 255) {
      throw new IllegalArgumentException(
          "a detection multiplier is 1 to 255 but was " + detectMultiplier);
    }
    if (minimumTtl < 1 || minimumTtl > 255) {
      throw new IllegalArgumentException("a minimum TTL is 1 to 255 but was " + minimumTtl);
    }
  }

  private static void check(String name, Duration interval) {
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a BFD " + name + " interval is 10 ms to 60 s but was " + interval.toMillis() + " ms");
    }
  }

  public BfdSettings withIntervals(Duration transmit, Duration receive) {
    return new BfdSettings(
        transmit, receive, detectMultiplier, passive, minimumTtl, echoInterval, authentication);
  }

  public BfdSettings withDetectMultiplier(int value) {
    return new BfdSettings(
        transmitInterval,
        receiveInterval,
        value,
        passive,
        minimumTtl,
        echoInterval,
        authentication);
  }

  public BfdSettings withPassive(boolean value) {
    return new BfdSettings(
        transmitInterval,
        receiveInterval,
        detectMultiplier,
        value,
        minimumTtl,
        echoInterval,
        authentication);
  }

  public BfdSettings withMinimumTtl(int value) {
    return new BfdSettings(
        transmitInterval,
        receiveInterval,
        detectMultiplier,
        passive,
        value,
        echoInterval,
        authentication);
  }

  public BfdSettings withEcho(Duration interval) {
    return new BfdSettings(
        transmitInterval,
        receiveInterval,
        detectMultiplier,
        passive,
        minimumTtl,
        Optional.of(interval),
        authentication);
  }

  public BfdSettings withAuthentication(BfdAuthentication value) {
    return new BfdSettings(
        transmitInterval,
        receiveInterval,
        detectMultiplier,
        passive,
        minimumTtl,
        echoInterval,
        Optional.of(value));
  }

  /**
   * What serves both: the shorter intervals, the smaller multiplier, the higher TTL; of two kinds
   * of authentication that of this side, as there can be only one.
   */
  public BfdSettings strictest(BfdSettings other) {
    return new BfdSettings(
        shorter(transmitInterval, other.transmitInterval),
        shorter(receiveInterval, other.receiveInterval),
        Math.min(detectMultiplier, other.detectMultiplier),
        passive && other.passive,
        Math.max(minimumTtl, other.minimumTtl),
        echoInterval.isPresent() && other.echoInterval.isPresent()
            ? Optional.of(shorter(echoInterval.get(), other.echoInterval.get()))
            : echoInterval.or(other::echoInterval),
        authentication.or(other::authentication));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  long transmitMicros() {
    return transmitInterval.toNanos() / 1000;
  }

  /** 0: no echo packets are wanted. */
  long echoMicros() {
    return echoInterval.map(interval -> interval.toNanos() / 1000).orElse(0L);
  }

  long receiveMicros() {
    return receiveInterval.toNanos() / 1000;
  }
}
