package io.readback.bfd.fsm;

import java.time.Duration;

/**
 * What one side of a session asks for. Made from {@link #DEFAULT} by its {@code with} methods.
 *
 * @param transmitInterval how often to send once the session is up, at most
 * @param receiveInterval how often the peer may send, at most
 * @param detectMultiplier how many of our packets the peer may miss, 1 to 255
 * @param passive whether to stay silent until the peer was heard
 * @param minimumTtl the lowest TTL of packets over several hops, 1 to 255; on the link it is 255
 */
public record BfdSettings(
    Duration transmitInterval,
    Duration receiveInterval,
    int detectMultiplier,
    boolean passive,
    int minimumTtl) {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** 300 ms both ways, multiplier 3, active, TTL 254. */
  public static final BfdSettings DEFAULT =
      new BfdSettings(Duration.ofMillis(300), Duration.ofMillis(300), 3, false, 254);

  public BfdSettings {
    check("transmit", transmitInterval);
    check("receive", receiveInterval);
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
    return new BfdSettings(transmit, receive, detectMultiplier, passive, minimumTtl);
  }

  public BfdSettings withDetectMultiplier(int value) {
    return new BfdSettings(transmitInterval, receiveInterval, value, passive, minimumTtl);
  }

  public BfdSettings withPassive(boolean value) {
    return new BfdSettings(transmitInterval, receiveInterval, detectMultiplier, value, minimumTtl);
  }

  public BfdSettings withMinimumTtl(int value) {
    return new BfdSettings(transmitInterval, receiveInterval, detectMultiplier, passive, value);
  }

  /** What serves both: the shorter intervals, the smaller multiplier, the higher TTL. */
  public BfdSettings strictest(BfdSettings other) {
    return new BfdSettings(
        shorter(transmitInterval, other.transmitInterval),
        shorter(receiveInterval, other.receiveInterval),
        Math.min(detectMultiplier, other.detectMultiplier),
        passive && other.passive,
        Math.max(minimumTtl, other.minimumTtl));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  long transmitMicros() {
    return transmitInterval.toNanos() / 1000;
  }

  long receiveMicros() {
    return receiveInterval.toNanos() / 1000;
  }
}
