package io.readback.app.cli;

import io.readback.app.api.ApiServer;
import io.readback.app.api.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks an agent. */
final class ApiClient {
  private static final int CONNECT_MILLIS = 3_000;
  private static final int ANSWER_MILLIS = 30_000;
  private static final long SYNC_INTERVAL_MILLIS = 100;
  private static final String NOT_SYNCED = "false";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Endpoint endpoint;

  ApiClient(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * An answer: the HTTP status and the document.
   *
   * @param synced whether the agent had read its sources completely
   */
  record Answer(int status, boolean synced, JsonNode document) {}

  /**
   * As {@link #get}; an agent that has just started is given this long to read its sources.
   *
   * @throws CommandFailure with exit code 3 when no agent answers
   */
  Answer getSynced(String path, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Answer answer = get(path);
    while (!answer.synced() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(SYNC_INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answer;
      }
      answer = get(path);
    }
    return answer;
  }

  /**
   * The document at {@code path}.
   *
   * @throws CommandFailure with exit code 3 when no agent answers
   */
  Answer get(String path) {
    try {
      Text text =
          endpoint instanceof Endpoint.Tcp tcp
              ? tcp(tcp, path)
              : unix((Endpoint.Unix) endpoint, path);
      return new Answer(text.status, text.synced, JSON.readTree(text.body));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.NO_AGENT,
          "no agent answers at "
              + endpoint
              + ": "
              + reason(e)
              + ". Is 'readback run' up, and --api the same?");
    } catch (JacksonException e) {
      throw new CommandFailure(
          ExitCode.NO_AGENT,
          "what answers at " + endpoint + " is not a Readback agent: " + e.getOriginalMessage());
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private record Text(int status, boolean synced, String body) {}

  private static Text tcp(Endpoint.Tcp tcp, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://" + tcp + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(ANSWER_MILLIS);
    try {
      int status = connection.getResponseCode();
      InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
      return new Text(
          status,
          !NOT_SYNCED.equals(connection.getHeaderField(ApiServer.SYNCED_HEADER)),
          body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
    } finally {
      connection.disconnect();
    }
  }

  /**
   * HTTP/1.0 over the socket: the answer ends where the agent closes. The JDK's client knows no
   * unix sockets.
   */
  private static Text unix(Endpoint.Unix unix, String path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(unix.path()));
      String request = "GET " + path + " HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      Channels.newInputStream(channel).transferTo(all);
      String text = all.toString(StandardCharsets.UTF_8);
      int body = text.indexOf("\r\n\r\n");
      String[] status = text.split(" ", 3);
      if (body < 0 || status.length < 2 || !status[1].matches("\\d{3}")) {
        throw new IOException("the answer is not HTTP");
      }
      boolean synced =
          text.substring(0, body)
              .lines()
              .noneMatch(l -> l.equalsIgnoreCase(ApiServer.SYNCED_HEADER + ": " + NOT_SYNCED));
      return new Text(Integer.parseInt(status[1]), synced, text.substring(body + 4));
    }
  }
}
