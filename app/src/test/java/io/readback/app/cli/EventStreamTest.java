package io.readback.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.app.api.ApiServer;
import io.readback.app.api.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The event stream as it is on the wire. */
class EventStreamTest {
  private static final int PATIENCE_MILLIS = 20_000;

  /** What comes until {@code end} has come. */
  private static String read(Socket socket, String end) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    int octet;
    while (text.indexOf(end) < 0 && (octet = in.read()) >= 0) {
      text.append((char) octet);
    }
    return text.toString();
  }

  private static String stream(String version) throws IOException {
    try (ApiServer server =
            ApiServer.start(
                new Endpoint.Tcp("127.0.0.1", 0), new FakeDocuments(), () -> "", () -> {});
        Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              ("GET /v1/events " + version + "\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String hello = read(socket, "data: {}\n\n");
      server.publish("bgp", Map.of("peer", "tor-1"));
      return hello + read(socket, "}\n\n");
    }
  }

  @Test
  void events_http10_haveNoChunks() throws IOException {
    String answer = stream("HTTP/1.0");
    String head =
        answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(java.util.Locale.ROOT);
    assertThat(head).doesNotContain("transfer-encoding").contains("connection: close");
    assertThat(answer.substring(head.length() + 4))
        .isEqualTo("event: hello\ndata: {}\n\nevent: bgp\ndata: {\"peer\":\"tor-1\"}\n\n");
  }

  @Test
  void events_http11_areChunked() throws IOException {
    assertThat(stream("HTTP/1.1").toLowerCase(java.util.Locale.ROOT))
        .contains("transfer-encoding: chunked", "event: hello", "event: bgp");
  }
}
