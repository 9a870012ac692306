package io.readback.bgp.session;

import io.readback.spi.observe.SessionState;

/** Shown the messages of sessions as they pass. Called on the speaker's thread; must not block. */
public interface MessageListener {
  /**
   * A whole message, from its header on.
   *
   * @param sent whether it is ours
   * @param bytes valid during the call alone
   */
  void message(SessionEnds ends, boolean sent, byte[] bytes, int offset, int length);

  /** A connection went from one state to another. */
  void state(SessionEnds ends, SessionState from, SessionState to);
}
