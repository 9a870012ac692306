package io.readback.core.lint;

import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import java.util.Optional;

/** Graceful restart that keeps routes to dead nodes. */
final class GracefulRestartWithoutBfd implements LintRule {
  /** Seconds; Cilium's defaults make 210. */
  private static final int LONG = 240;

  @Override
  public void check(LintInput input, Findings findings) {
    for (BgpPeerConfig config : input.state().peerConfigs().values()) {
      if (!config.gracefulRestart().enabled() || config.bfd().isPresent()) {
        continue;
      }
      Optional<String> name = Optional.of(config.name());
      if (PlannedPeer.allWatched(
          input.peers().stream().filter(p -> p.peerConfig().equals(name)).toList())) {
        // by BgpPeerSettings
        continue;
      }
      int seconds = config.timers().hold() + config.gracefulRestart().restartTime();
      findings.add(
          ProblemCode.GRACEFUL_RESTART_WITHOUT_BFD,
          seconds >= LONG ? Severity.WARNING : Severity.NOTICE,
          ObjectRefs.ref(config),
          config.origin(),
          "spec.gracefulRestart",
          "when a node dies, routers go on sending to it for up to "
              + seconds
              + " s: the hold time of "
              + config.timers().hold()
              + " s, then the restart time of "
              + config.gracefulRestart().restartTime()
              + " s",
          "Set bfd, or shorten holdTimeSeconds and restartTimeSeconds as far as restarts of the"
              + " agent allow");
    }
  }
}
