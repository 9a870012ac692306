package io.readback.layer2.alive;

/**
 * What is known of a node that is watched, as a function of what BFD says and of time. A node that
 * was not heard of yet counts as there until {@code grace} is over: it may just be starting, and so
 * may we. Pure; times are nanoseconds. Not safe for concurrent use.
 */
final class Watched {
  private final long graceEnds;
  private boolean heard;
  private boolean up;
  private boolean alive = true;

  Watched(long now, long grace) {
    graceEnds = now + grace;
  }

  /**
   * BFD says something.
   *
   * @param isUp the session is up
   */
  void say(boolean isUp) {
    heard |= isUp;
    up = isUp;
  }

  /** Whether time or what was said changed the answer. */
  boolean judge(long now) {
    boolean before = alive;
    alive = heard ? up : now - graceEnds < 0;
    return before != alive;
  }

  boolean isAlive() {
    return alive;
  }

  /** Whether the answer may change by time alone. */
  boolean isWaiting() {
    return !heard && alive;
  }
}
