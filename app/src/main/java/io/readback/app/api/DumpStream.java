package io.readback.app.api;

import io.readback.spi.observe.SessionDump;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One dump on its way to one reader. Ends at its time or its size. A reader that does not keep up
 * is cut off rather than shown a dump with holes; whoever makes the records never waits.
 */
final class DumpStream {
  /** Octets that may wait for the reader. */
  private static final int BACKLOG = 16 << 20;

  private final Vertx vertx;
  private final Context context;
  private final HttpServerResponse response;
  private final AtomicLong waiting = new AtomicLong();
  private volatile boolean overrun;

  // On the context alone.
  private long left;
  private boolean ended;
  private long timer = -1;
  private SessionDump.@Nullable Recording recording;

  /**
   * @param octets how much it may take at most
   */
  DumpStream(Vertx vertx, HttpServerResponse response, long octets) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.response = response;
    this.left = octets;
  }

  /** Begins; on the event loop. */
  void begin(HttpVersion version, SessionDump dump, long seconds) {
    StreamedAnswer.begin(response, version, BACKLOG);
    response.putHeader("Content-Type", "application/octet-stream");
    response.closeHandler(v -> end(false));
    response.exceptionHandler(e -> end(false));
    // the head goes out at once: the reader knows then that the dump runs
    recording = dump.begin(this::record);
    timer = vertx.setTimer(seconds * 1000, id -> end(true));
  }

  /** Any thread. */
  private void record(byte[] record) {
    if (overrun) {
      return;
    }
    if (waiting.addAndGet(record.length) > BACKLOG) {
      overrun = true;
      context.runOnContext(v -> cutOff());
      return;
    }
    context.runOnContext(v -> write(record));
  }

  private void write(byte[] record) {
    waiting.addAndGet(-record.length);
    if (ended) {
      return;
    }
    if (record.length > left) {
      end(true);
      return;
    }
    if (response.writeQueueFull()) {
      cutOff();
      return;
    }
    left -= record.length;
    response.write(Buffer.buffer(record));
  }

  /** A reader sees a connection that broke, not a dump that ended. */
  private void cutOff() {
    end(false);
    response.reset();
  }

  private void end(boolean properly) {
    if (ended) {
      return;
    }
    ended = true;
    vertx.cancelTimer(timer);
    SessionDump.Recording running = recording;
    if (running != null) {
      running.close();
    }
    if (properly && !response.ended() && !response.closed()) {
      response.end();
    }
  }
}
