package io.readback.core.dispatch;

import java.time.Duration;

/**
 * Times of a lane.
 *
 * @param deadline after it a call is interrupted
 * @param grace after deadline and this the lane is stuck
 * @param firstBackoff pause after a first failure
 * @param longestBackoff longest pause after failures
 * @param operatorBackoff first pause after a failure that an operator must mend
 * @param interval between observations when nothing happens
 * @param gap shortest time from one observation's end to the next one's begin
 */
public record LaneSettings(
    Duration deadline,
    Duration grace,
    Duration firstBackoff,
    Duration longestBackoff,
    Duration operatorBackoff,
    Duration interval,
    Duration gap) {
  /** For announcers. */
  public static final LaneSettings ANNOUNCER =
      new LaneSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofMillis(100),
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMillis(50));

  /** For looking glasses; the interval is the router's own. */
  public static final LaneSettings LOOKING_GLASS =
      new LaneSettings(
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          Duration.ofSeconds(30),
          Duration.ofMillis(200));

  public LaneSettings withInterval(Duration value) {
    return new LaneSettings(
        deadline, grace, firstBackoff, longestBackoff, operatorBackoff, value, gap);
  }

  public LaneSettings withDeadline(Duration newDeadline, Duration newGrace) {
    return new LaneSettings(
        newDeadline, newGrace, firstBackoff, longestBackoff, operatorBackoff, interval, gap);
  }

  public LaneSettings withBackoff(Duration first, Duration longest, Duration operator) {
    return new LaneSettings(deadline, grace, first, longest, operator, interval, gap);
  }
}
