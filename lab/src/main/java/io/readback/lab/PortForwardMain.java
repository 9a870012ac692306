package io.readback.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * The end of a {@link PortForward} that runs in a node's network. It ends when its standard input
 * does.
 */
final class PortForwardMain {
  private PortForwardMain() {}

  /** Arguments: the Unix socket to listen on, the host and the port to connect to. */
  public static void main(String[] arguments) throws IOException {
    InetSocketAddress to = new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2]));
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(Path.of(arguments[0])));
    Splice.serve(server, () -> SocketChannel.open(to));
    while (System.in.read() >= 0) {
      // nothing is said on this pipe: its end is the message
    }
    server.close();
  }
}
