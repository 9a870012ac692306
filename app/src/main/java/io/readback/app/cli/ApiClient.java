package io.readback.app.cli;

import io.readback.app.api.ApiServer;
import io.readback.app.api.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

  /**
   * Copies what the agent sends at {@code path} to {@code out} until it ends.
   *
   * @return octets copied
   * @throws CommandFailure when no agent answers, when it refuses, or when it breaks off
   */
  long download(String path, OutputStream out) {
    try {
      return endpoint instanceof Endpoint.Tcp tcp
          ? download(tcp, path, out)
          : download((Endpoint.Unix) endpoint, path, out);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.NO_AGENT, "the dump from the agent at " + endpoint + " failed: " + reason(e));
    }
  }

  private static long download(Endpoint.Tcp tcp, String path, OutputStream out) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://" + tcp + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(CONNECT_MILLIS);
    try {
      int status = connection.getResponseCode();
      if (status >= 400) {
        InputStream body = connection.getErrorStream();
        throw refused(status, body == null ? new byte[0] : body.readAllBytes());
      }
      return connection.getInputStream().transferTo(out);
    } finally {
      connection.disconnect();
    }
  }

  private static long download(Endpoint.Unix unix, String path, OutputStream out)
      throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      InputStream in = ask(channel, unix, path);
      StringBuilder head = new StringBuilder();
      int octet;
      while (head.indexOf("\r\n\r\n") < 0 && (octet = in.read()) >= 0) {
        head.append((char) octet);
      }
      int status = status(head.toString());
      if (status >= 400) {
        throw refused(status, in.readAllBytes());
      }
      return in.transferTo(out);
    }
  }

  private static CommandFailure refused(int status, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    String message = text;
    try {
      message = JSON.readTree(text).path("error").asString(text);
    } catch (JacksonException e) {
      // not a document of ours: its text says more than nothing
    }
    return new CommandFailure(status == 400 ? ExitCode.USAGE : ExitCode.WRONG, message);
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
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      ask(channel, unix, path).transferTo(all);
      String text = all.toString(StandardCharsets.UTF_8);
      int body = text.indexOf("\r\n\r\n");
      int status = status(text);
      if (body < 0) {
        throw new IOException("the answer is not HTTP");
      }
      boolean synced =
          text.substring(0, body)
              .lines()
              .noneMatch(l -> l.equalsIgnoreCase(ApiServer.SYNCED_HEADER + ": " + NOT_SYNCED));
      return new Text(status, synced, text.substring(body + 4));
    }
  }

  private static InputStream ask(SocketChannel channel, Endpoint.Unix unix, String path)
      throws IOException {
    channel.connect(UnixDomainSocketAddress.of(unix.path()));
    String request = "GET " + path + " HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    return Channels.newInputStream(channel);
  }

  private static int status(String answer) throws IOException {
    String[] words = answer.split("\\s", 3);
    if (words.length < 2 || !words[1].matches("\\d{3}")) {
      throw new IOException("the answer is not HTTP");
    }
    return Integer.parseInt(words[1]);
  }
}
