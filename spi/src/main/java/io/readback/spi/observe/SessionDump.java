package io.readback.spi.observe;

import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows the messages and the tables of one session in MRT format (RFC 6396). */
public interface SessionDump {
  /** The tables of a session. */
  enum Table {
    /** What the peer was told (Adj-RIB-Out). */
    ADVERTISED,
    /** What the peer told us (Adj-RIB-In). */
    RECEIVED;

    /** The lower-case name. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Begins to record messages. Any thread; returns at once. Ends by itself when the session is
   * removed.
   *
   * @param sink given one whole MRT record at a time, on a thread of the announcer: must not block
   * @return ends it when closed, from any thread; records that are under way may still come
   */
  Recording begin(Consumer<byte[]> sink);

  /**
   * A table as it is now, as whole MRT records of type TABLE_DUMP_V2, made while they are taken.
   * Any thread, one at a time; blocks until the announcer has said what the table is.
   *
   * @return empty while the session is not established, and where the announcer dumps no tables
   */
  default Optional<Iterator<byte[]>> table(Table table) throws InterruptedException {
    return Optional.empty();
  }

  /** A dump that is being made. */
  interface Recording extends AutoCloseable {
    @Override
    void close();
  }
}
