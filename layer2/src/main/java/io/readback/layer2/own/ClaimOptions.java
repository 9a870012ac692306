package io.readback.layer2.own;

import java.time.Duration;

/**
 * How a node takes VIPs over.
 *
 * @param failBack whether the first of the line takes a VIP back when it returns; else whoever has
 *     it keeps it (sticky)
 * @param probe the pause between probes before taking over, above 0
 * @param patience after this time of being answered, probes go out at {@code slowProbe} only
 * @param slowProbe above 0
 */
public record ClaimOptions(
    boolean failBack, Duration probe, Duration patience, Duration slowProbe) {
  /** Silence for so many probes means that nobody answers. */
  public static final int SILENT_PROBES = 3;

  /** Fail-back; 50 ms, 3 s and 1 s. */
  public static final ClaimOptions DEFAULT =
      new ClaimOptions(true, Duration.ofMillis(50), Duration.ofSeconds(3), Duration.ofSeconds(1));

  public ClaimOptions withFailBack(boolean value) {
    return new ClaimOptions(value, probe, patience, slowProbe);
  }
}
