package io.readback.bfd.speaker;

/** Hears of the changes of a session, on the speaker's thread: quickly, and without blocking. */
@FunctionalInterface
public interface BfdListener {
  /** A session that does not tell anyone. */
  BfdListener NONE = (before, now) -> {};

  /**
   * Our state, the peer's, an interval or a problem has changed. Where two systems come up, {@code
   * now} is Up once and {@code before} was not.
   */
  void changed(BfdStatus before, BfdStatus now);
}
