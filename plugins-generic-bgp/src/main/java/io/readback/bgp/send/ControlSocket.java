package io.readback.bgp.send;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Unix socket that takes lines from one client at a time. A line that is wrong is answered with
 * what is wrong with it; others are not answered.
 */
final class ControlSocket implements AutoCloseable {
  /** Carries out a line. */
  interface Commands {
    /** Returns what is wrong with {@code line}. */
    Optional<String> carryOut(String line) throws InterruptedException;
  }

  private final Path path;
  private final ServerSocketChannel server;
  private final Commands commands;
  private final Thread thread;

  private ControlSocket(Path path, ServerSocketChannel server, Commands commands) {
    this.path = path;
    this.server = server;
    this.commands = commands;
    thread = new Thread(this::serve, "bgp-send-control");
    thread.setDaemon(true);
  }

  static ControlSocket open(Path path, Commands commands) throws IOException {
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    ControlSocket socket = new ControlSocket(path, server, commands);
    socket.thread.start();
    return socket;
  }

  Path path() {
    return path;
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        serve(client);
      } catch (IOException e) {
        // The client or the socket is gone; the loop's condition tells which.
        continue;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void serve(SocketChannel client) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8.newDecoder(), 256));
    String line;
    while ((line = in.readLine()) != null) {
      Optional<String> problem = commands.carryOut(line);
      if (problem.isPresent()) {
        client.write(ByteBuffer.wrap((problem.get() + "\n").getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      System.getLogger(ControlSocket.class.getName())
          .log(System.Logger.Level.DEBUG, "closing " + path, e);
    }
    thread.interrupt();
  }
}
