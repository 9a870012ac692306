package io.readback.layer2.announcer;

import io.readback.bfd.fsm.BfdSettings;
import io.readback.bfd.speaker.BfdSpeaker;
import io.readback.bfd.speaker.SharedBfd;
import io.readback.layer2.alive.BfdLiveness;
import io.readback.layer2.link.LivenessMaker;
import io.readback.layer2.own.Liveness;
import java.time.Duration;

/**
 * How nodes watch each other.
 *
 * @param bfd whether they do
 * @param interval between BFD packets
 * @param multiplier packets in a row that may be missing
 */
public record NodeWatch(boolean bfd, Duration interval, int multiplier) {
  /** A session needs up to two seconds to come up: the first packets go out each second. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** More would be no watch of neighbours. */
  private static final int LIMIT = 64;

  /** Makes what tells who is there. */
  public LivenessMaker maker() {
    if (!bfd) {
      return changed -> Liveness.ASSUMED;
    }
    BfdSettings settings =
        BfdSettings.DEFAULT.withIntervals(interval, interval).withDetectMultiplier(multiplier);
    return changed -> {
      BfdSpeaker speaker = SharedBfd.acquire();
      return new BfdLiveness(speaker, settings, GRACE, LIMIT, changed, SharedBfd::release);
    };
  }
}
