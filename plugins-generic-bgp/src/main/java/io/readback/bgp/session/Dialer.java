package io.readback.bgp.session;

import io.netty.channel.socket.SocketChannel;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpSession;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Initiates connections to peers. */
final class Dialer {
  private Dialer() {}

  /**
   * Opens a socket and connects it.
   *
   * @param attach given the socket before anything happens on it
   * @param connected given the socket when the connection stands
   * @param failed given the socket, which is closed, or null when it came to no attempt at all, and
   *     the reason
   */
  static void connect(
      SpeakerLoop transport,
      BgpSession session,
      Consumer<SocketChannel> attach,
      Consumer<SocketChannel> connected,
      BiConsumer<@Nullable SocketChannel, Throwable> failed) {
    SocketChannel channel = null;
    try {
      InetSocketAddress local = local(session);
      InetSocketAddress remote = new InetSocketAddress(remote(session), session.peerPort());
      SocketChannel opened = transport.newSocket(session.peerAddress().family());
      channel = opened;
      SocketOptions.bindToDevice(opened, session.device());
      SocketOptions.prepare(opened, session);
      SocketOptions.authenticate(opened, session);
      attach.accept(opened);
      transport
          .loop()
          .register(opened)
          .addListener(
              registered ->
                  (local == null ? opened.connect(remote) : opened.connect(remote, local))
                      .addListener(
                          done -> {
                            if (done.isSuccess()) {
                              connected.accept(opened);
                            } else {
                              // else it stays in the loop, ready for ever
                              opened.close();
                              failed.accept(opened, done.cause());
                            }
                          }));
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.unsafe().closeForcibly();
      }
      failed.accept(null, e);
    }
  }

  private static InetAddress remote(BgpSession session) throws IOException {
    Optional<String> zone = session.zone();
    if (zone.isEmpty() || session.peerAddress().isIpv4()) {
      return session.peerAddress().toInetAddress();
    }
    return Inet6Address.getByAddress(
        null, session.peerAddress().toBytes(), networkInterface(zone.get()));
  }

  private static @Nullable InetSocketAddress local(BgpSession session) throws IOException {
    if (session.localAddress().isPresent()) {
      return new InetSocketAddress(session.localAddress().get().toInetAddress(), 0);
    }
    if (session.sourceInterface().isEmpty()) {
      return null;
    }
    String name = session.sourceInterface().get();
    IpAddress peer = session.peerAddress();
    return Collections.list(networkInterface(name).getInetAddresses()).stream()
        .filter(a -> IpAddress.of(a).family() == peer.family())
        .min(
            Comparator.comparing(
                (InetAddress a) -> IpAddress.of(a).isLinkLocal() != peer.isLinkLocal()))
        .map(a -> new InetSocketAddress(a, 0))
        .orElseThrow(
            () ->
                new IOException(
                    "interface " + name + " has no " + peer.family() + " address to connect from"));
  }

  private static NetworkInterface networkInterface(String name) throws IOException {
    NetworkInterface found = NetworkInterface.getByName(name);
    if (found == null) {
      throw new IOException("there is no interface '" + name + "'");
    }
    return found;
  }
}
