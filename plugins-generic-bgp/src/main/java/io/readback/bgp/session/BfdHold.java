package io.readback.bgp.session;

import io.readback.bfd.speaker.BfdSpeaker;
import io.readback.bfd.speaker.SharedBfd;
import io.readback.linux.LinuxException;
import java.util.Optional;

/** A BGP speaker's hold on the process's BFD, from the first session that asks for it. */
final class BfdHold {
  private volatile Optional<BfdSpeaker> speaker = Optional.empty();
  private volatile String problem = "";

  /** Takes hold of it, if not done yet. Blocks for a moment the first time. */
  synchronized void start() {
    if (speaker.isPresent()) {
      return;
    }
    try {
      speaker = Optional.of(SharedBfd.acquire());
      problem = "";
    } catch (LinuxException e) {
      problem = "no BFD here: " + e.getMessage();
    }
  }

  synchronized void stop() {
    if (speaker.isPresent()) {
      speaker = Optional.empty();
      SharedBfd.release();
    }
  }

  Optional<BfdSpeaker> speaker() {
    return speaker;
  }

  String problem() {
    return problem;
  }
}
