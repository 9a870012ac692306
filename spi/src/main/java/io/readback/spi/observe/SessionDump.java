package io.readback.spi.observe;

import java.util.function.Consumer;

/** Records the messages of one session while they pass, in MRT format (RFC 6396). */
public interface SessionDump {
  /**
   * Begins to record. Any thread; returns at once. Ends by itself when the session is removed.
   *
   * @param sink given one whole MRT record at a time, on a thread of the announcer: must not block
   * @return ends it when closed, from any thread; records that are under way may still come
   */
  Recording begin(Consumer<byte[]> sink);

  /** A dump that is being made. */
  interface Recording extends AutoCloseable {
    @Override
    void close();
  }
}
