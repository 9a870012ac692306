package io.readback.bfd.speaker;

import io.readback.linux.LinuxException;
import org.jspecify.annotations.Nullable;

/**
 * The one speaker that all users in this process share, since only one can have the ports. It runs
 * while someone holds it.
 */
public final class SharedBfd {
  private static @Nullable BfdSpeaker running;
  private static int holders;

  private SharedBfd() {}

  /**
   * Takes hold of the speaker; {@link #release} lets go of it. Loading the C library takes a moment
   * the first time.
   */
  public static synchronized BfdSpeaker acquire() throws LinuxException {
    BfdSpeaker speaker = running;
    if (speaker == null) {
      speaker = BfdSpeaker.start();
      running = speaker;
    }
    holders++;
    return speaker;
  }

  /** Lets go of it, once for each {@link #acquire}; the last one closes it. */
  public static synchronized void release() {
    BfdSpeaker speaker = running;
    if (speaker != null && --holders == 0) {
      running = null;
      speaker.close();
    }
  }
}
