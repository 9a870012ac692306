package io.readback.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.readback.spi.net.AddressFamily;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The one event loop of a speaker, on epoll where the machine has it. */
public final class SpeakerLoop {
  private final boolean epoll;
  private final EventLoopGroup group;
  private final EventLoop loop;
  private final ChannelGroup leaving;
  private final TcpAoSupport tcpAo = new TcpAoSupport(this);

  /** Starts the loop on a thread of this name. */
  public SpeakerLoop(String threadName) {
    epoll = Epoll.isAvailable();
    group =
        new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory(threadName, true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    loop = group.next();
    leaving = new DefaultChannelGroup(loop);
  }

  public EventLoop loop() {
    return loop;
  }

  /** Whether socket options beyond the JDK's can be set: TTL, TCP MD5, TCP_USER_TIMEOUT. */
  boolean epoll() {
    return epoll;
  }

  /** Whether TCP-AO can be had; for the loop's thread. */
  TcpAoSupport tcpAo() {
    return tcpAo;
  }

  public SocketChannel newSocket(AddressFamily family) {
    SocketProtocolFamily protocol = protocol(family);
    return epoll ? new EpollSocketChannel(protocol) : new NioSocketChannel();
  }

  public ServerSocketChannel newServerSocket(AddressFamily family) {
    SocketProtocolFamily protocol = protocol(family);
    return epoll ? new EpollServerSocketChannel(protocol) : new NioServerSocketChannel();
  }

  ServerChannel newLocalServerSocket() {
    return epoll ? new EpollServerDomainSocketChannel() : new NioServerDomainSocketChannel();
  }

  /** The address of a Unix socket in the form that {@link #newLocalServerSocket} takes. */
  SocketAddress localAddress(Path path) {
    return epoll ? new DomainSocketAddress(path.toFile()) : UnixDomainSocketAddress.of(path);
  }

  private static SocketProtocolFamily protocol(AddressFamily family) {
    return family == AddressFamily.IPV4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
  }

  /** Closes a connection after {@code notification} has reached the peer. */
  void farewell(SocketChannel channel, ByteBuf notification) {
    leaving.add(channel);
    NotificationClose.send(channel, notification);
  }

  /** Waits for farewells, at most {@code seconds}, then closes everything. */
  public void close(long seconds) throws InterruptedException {
    try {
      leaving.newCloseFuture().await(seconds, TimeUnit.SECONDS);
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
