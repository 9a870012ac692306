package io.readback.core.lint;

import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.ProblemCode;
import io.readback.spi.target.BgpTimers;

/** Timers that cannot hold a session, or hold what is dead. */
final class Timers implements LintRule {
  /** Seconds; what dies is announced for so long. */
  private static final int LONGEST_HOLD = 300;

  /** Seconds; after a router's restart routes may be away for so long. Cilium's default is 120. */
  private static final int LONGEST_RETRY = 300;

  @Override
  public void check(LintInput input, Findings findings) {
    for (BgpPeerConfig config : input.state().peerConfigs().values()) {
      BgpTimers timers = config.timers();
      if (timers.hold() > 0 && timers.keepalive() * 3 > timers.hold()) {
        add(
            config,
            "keepAliveTimeSeconds",
            "a keepalive every "
                + timers.keepalive()
                + " s does not fit three times into the hold time of "
                + timers.hold()
                + " s, so one or two lost packets end the session",
            "Set keepAliveTimeSeconds to " + Math.max(1, timers.hold() / 3) + " or less",
            findings);
      }
      if (timers.hold() == 0 || timers.hold() > LONGEST_HOLD) {
        add(
            config,
            "holdTimeSeconds",
            "with a hold time of "
                + timers.hold()
                + " s routers send traffic to a dead node "
                + (timers.hold() == 0 ? "for ever" : "for as long"),
            "Use 90 s or less",
            findings);
      }
      if (timers.connectRetry() > LONGEST_RETRY) {
        add(
            config,
            "connectRetryTimeSeconds",
            "after a router's restart routes may be away for "
                + timers.connectRetry()
                + " s, until the next attempt to connect",
            "Use a few seconds",
            findings);
      }
    }
  }

  private static void add(
      BgpPeerConfig config, String field, String message, String remedy, Findings findings) {
    findings.add(
        ProblemCode.TIMERS,
        ObjectRefs.ref(config),
        config.origin(),
        "spec.timers." + field,
        message,
        remedy);
  }
}
