package io.readback.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loopback port of this JVM that leads to a TCP port reachable from a node. A small JVM in the
 * node's network makes the connections; a Unix socket joins the two, because a file is the same
 * file in every network.
 */
public final class PortForward implements AutoCloseable {
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final ServerSocketChannel server;
  private final LabProcess far;

  private PortForward(ServerSocketChannel server, LabProcess far) {
    this.server = server;
    this.far = far;
  }

  static PortForward start(LabNode node, String host, int port) {
    String name = "forward" + COUNTER.incrementAndGet();
    Path socket = node.dir().resolve(name + ".sock");
    LabProcess far =
        node.startInNetwork(
            name,
            Command.concat(
                JvmCommand.of(PortForwardMain.class.getName()),
                List.of(socket.toString(), host, Integer.toString(port))));
    far.await("listening", Duration.ofSeconds(20), () -> Files.exists(socket));
    try {
      ServerSocketChannel server =
          ServerSocketChannel.open()
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Splice.serve(
          server,
          () -> {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
          });
      return new PortForward(server, far);
    } catch (IOException e) {
      far.close();
      throw new UncheckedIOException(e);
    }
  }

  /** Where to connect to from this JVM. */
  public InetSocketAddress address() {
    try {
      return (InetSocketAddress) server.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return address().getPort();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      far.close();
    }
  }
}
