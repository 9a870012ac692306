package io.readback.app.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Iterator;

/** A table on its way to one reader: its records are made as fast as the reader takes them. */
final class TableStream {
  /** Octets made at a time: well below a millisecond of the event loop. */
  private static final int CHUNK = 32 * 1024;

  private static final int BACKLOG = 256 * 1024;

  private final HttpServerResponse response;
  private final Iterator<byte[]> records;

  TableStream(HttpServerResponse response, Iterator<byte[]> records) {
    this.response = response;
    this.records = records;
  }

  /** Begins; on the event loop. */
  void begin(HttpVersion version) {
    StreamedAnswer.begin(response, version, BACKLOG);
    response.putHeader("Content-Type", "application/octet-stream");
    response.drainHandler(v -> pump());
    pump();
  }

  private void pump() {
    while (!response.ended() && !response.closed() && !response.writeQueueFull()) {
      Buffer chunk = Buffer.buffer(CHUNK);
      while (records.hasNext() && chunk.length() < CHUNK) {
        chunk.appendBytes(records.next());
      }
      if (records.hasNext()) {
        response.write(chunk);
      } else {
        response.end(chunk);
      }
    }
  }
}
