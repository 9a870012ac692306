package io.readback.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannelConfig;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.Future;
import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.TcpAo;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket that accepts connections for one instance. While it cannot be bound it is tried again
 * every few seconds. Lives on the speaker's event loop.
 */
final class Listener {
  private static final long RETRY_SECONDS = 5;
  private static final int BACKLOG = 1024;

  private final SpeakerLoop transport;
  private final Optional<IpAddress> address;
  private final Optional<String> device;
  private final int port;
  private final boolean shared;
  private final Consumer<SocketChannel> accepted;
  private final Consumer<Optional<String>> problem;
  private Map<IpPrefix, Secret> keys = Map.of();
  private Map<IpPrefix, TcpAo> signed = Map.of();
  private Md5Keys applied = new Md5Keys(true);
  private TcpAoKeys appliedSigned = new TcpAoKeys(true, true);
  private OptionalInt minimumTtl = OptionalInt.empty();
  private @Nullable ServerSocketChannel channel;
  private @Nullable Future<?> retry;
  private boolean closed;

  /**
   * @param address empty: every address of the machine
   * @param device the interface or VRF that connections must come through; empty: any
   * @param port 0: one that is free
   * @param shared whether other sockets of this speaker have the same port on other devices
   * @param accepted given each connection, not yet registered with the loop
   * @param problem told why the socket is not bound, and when it is
   */
  Listener(
      SpeakerLoop transport,
      Optional<IpAddress> address,
      Optional<String> device,
      int port,
      boolean shared,
      Consumer<SocketChannel> accepted,
      Consumer<Optional<String>> problem) {
    this.transport = transport;
    this.address = address;
    this.device = device;
    this.port = port;
    this.shared = shared;
    this.accepted = accepted;
    this.problem = problem;
  }

  /**
   * TCP MD5 and TCP-AO keys by the peers' addresses; set before a SYN of theirs can be answered.
   * While the kernel refuses one the socket is closed: nobody is served without the key he should
   * have.
   */
  void keys(Map<IpPrefix, Secret> md5, Map<IpPrefix, TcpAo> ao) {
    keys = md5;
    signed = ao;
    ServerSocketChannel now = channel;
    if (now == null) {
      return;
    }
    try {
      applyKeys(now);
    } catch (RuntimeException e) {
      channel = null;
      now.close();
      unbound(address.map(IpAddress::family).orElse(AddressFamily.IPV6), e);
    }
  }

  /**
   * TTL security for handshakes, so that a far-off sender gets no connection at all: what the
   * kernel takes at least, 0: everything; empty: not even our own TTL is raised.
   */
  void minimumTtl(OptionalInt value) {
    // What was asked of the socket once has to be taken back.
    minimumTtl = value.isEmpty() && minimumTtl.isPresent() ? OptionalInt.of(0) : value;
    ServerSocketChannel now = channel;
    if (now != null) {
      applyMinimumTtl(now);
    }
  }

  private void applyMinimumTtl(ServerSocketChannel target) {
    if (!(target.config() instanceof EpollServerSocketChannelConfig)) {
      return;
    }
    minimumTtl.ifPresent(
        minimum -> {
          boolean ipv4 = address.map(IpAddress::isIpv4).orElse(false);
          if (address.isEmpty() || ipv4) {
            // An IPv6 socket for every address serves IPv4 peers too.
            SocketOptions.ttlSecurity(target, AddressFamily.IPV4, minimum);
          }
          if (!ipv4) {
            SocketOptions.ttlSecurity(target, AddressFamily.IPV6, minimum);
          }
        });
  }

  private void applyKeys(ServerSocketChannel target) {
    if (target.config() instanceof EpollServerSocketChannelConfig) {
      // what goes before what comes: a peer cannot have keys of both kinds
      appliedSigned.retain(target, signed.keySet());
      applied.apply(target, keys);
      signed.forEach((peers, ao) -> appliedSigned.apply(target, peers, ao));
    }
  }

  void open() {
    open(address.map(IpAddress::family).orElse(AddressFamily.IPV6));
  }

  private void open(AddressFamily family) {
    if (closed) {
      return;
    }
    ServerSocketChannel opening;
    try {
      opening = prepared(family);
    } catch (RuntimeException e) {
      unbound(family, e);
      return;
    }
    channel = opening;
    opening.pipeline().addLast(new Acceptor());
    InetSocketAddress where =
        new InetSocketAddress(
            address.map(IpAddress::toInetAddress).orElseGet(() -> wildcard(family).toInetAddress()),
            port);
    transport
        .loop()
        .register(opening)
        .addListener(
            registered ->
                opening
                    .bind(where)
                    .addListener(
                        bound -> {
                          if (bound.isSuccess()) {
                            problem.accept(Optional.empty());
                          } else {
                            channel = null;
                            opening.close();
                            unbound(family, bound.cause());
                          }
                        }));
  }

  private ServerSocketChannel prepared(AddressFamily family) {
    ServerSocketChannel opening = transport.newServerSocket(family);
    try {
      opening.config().setOption(ChannelOption.SO_REUSEADDR, true);
      opening.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
      if (shared) {
        opening.config().setOption(UnixChannelOption.SO_REUSEPORT, true);
      }
      SocketOptions.bindToDevice(opening, device);
      applied = new Md5Keys(family == AddressFamily.IPV6);
      appliedSigned = new TcpAoKeys(family == AddressFamily.IPV6, true);
      applyKeys(opening);
      applyMinimumTtl(opening);
      return opening;
    } catch (RuntimeException e) {
      opening.unsafe().closeForcibly();
      throw e;
    }
  }

  private static IpAddress wildcard(AddressFamily family) {
    return IpAddress.ofBits(family, 0, 0);
  }

  private void unbound(AddressFamily family, Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    boolean noIpv6 =
        address.isEmpty() && family == AddressFamily.IPV6 && !message.contains("in use");
    if (noIpv6) {
      open(AddressFamily.IPV4);
      return;
    }
    problem.accept(
        Optional.of(
            "cannot listen on "
                + address.map(a -> a + " ").orElse("")
                + "port "
                + port
                + device.map(d -> " of device " + d).orElse("")
                + ": "
                + message));
    retry = transport.loop().schedule(() -> open(), RETRY_SECONDS, TimeUnit.SECONDS);
  }

  OptionalInt boundPort() {
    ServerSocketChannel now = channel;
    return now == null || now.localAddress() == null
        ? OptionalInt.empty()
        : OptionalInt.of(now.localAddress().getPort());
  }

  void close() {
    closed = true;
    Future<?> waiting = retry;
    if (waiting != null) {
      waiting.cancel(false);
    }
    Channel now = channel;
    if (now != null) {
      now.close();
    }
  }

  private final class Acceptor extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      accepted.accept((SocketChannel) message);
    }
  }
}
