package io.readback.app.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** An answer whose length is not known when it begins. */
final class StreamedAnswer {
  private StreamedAnswer() {}

  /**
   * Chooses how the reader learns of the end: by the last chunk, or in HTTP/1.0, which knows no
   * chunks, by the end of the connection.
   *
   * @param backlog octets that may wait for the reader before the write queue counts as full
   */
  static void begin(HttpServerResponse response, HttpVersion version, int backlog) {
    boolean chunks = version != HttpVersion.HTTP_1_0;
    response.setChunked(chunks).setWriteQueueMaxSize(backlog);
    if (!chunks) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }
}
