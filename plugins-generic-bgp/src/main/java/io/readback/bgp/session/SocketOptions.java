package io.readback.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.target.BgpSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What is set on the sockets of a session. */
final class SocketOptions {
  private static final int SLOW_PEER_SECONDS = 60;

  /** Linux: IPPROTO_IP, IP_TTL. */
  private static final ChannelOption<Integer> IP_TTL = new IntegerUnixChannelOption("IP_TTL", 0, 2);

  /** Linux: IPPROTO_IPV6, IPV6_UNICAST_HOPS. */
  private static final ChannelOption<Integer> IPV6_UNICAST_HOPS =
      new IntegerUnixChannelOption("IPV6_UNICAST_HOPS", 41, 16);

  /** Linux: IPPROTO_IP, IP_MINTTL. */
  private static final ChannelOption<Integer> IP_MINTTL =
      new IntegerUnixChannelOption("IP_MINTTL", 0, 21);

  /** Linux: IPPROTO_IPV6, IPV6_MINHOPCOUNT. */
  private static final ChannelOption<Integer> IPV6_MINHOPCOUNT =
      new IntegerUnixChannelOption("IPV6_MINHOPCOUNT", 41, 73);

  /** Linux: the length of an interface's name with its end. */
  private static final int IFNAMSIZ = 16;

  /** Linux: SOL_SOCKET, SO_BINDTODEVICE. */
  private static final RawUnixChannelOption SO_BINDTODEVICE =
      new RawUnixChannelOption("SO_BINDTODEVICE", 1, 25, IFNAMSIZ);

  static final int MAX_TTL = 255;

  /** The pending output at which a peer counts as slow. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

  private SocketOptions() {}

  /** Why a session cannot run on this machine; empty: it can. */
  static Optional<String> refusal(BgpSession session, SpeakerLoop transport) {
    Optional<String> unsigned = session.tcpAo().flatMap(transport.tcpAo()::refusal);
    if (unsigned.isPresent() || transport.epoll()) {
      return unsigned;
    }
    if (session.password().isPresent()) {
      return Optional.of(
          "a TCP MD5 password is configured, and this machine has no epoll transport to set it"
              + " with; the session stays down rather than run unauthenticated");
    }
    if (session.device().isPresent()) {
      return Optional.of(
          "the session is bound to device "
              + session.device().get()
              + ", and this machine has no epoll transport to bind it with; it would reach another"
              + " router");
    }
    return session.ttlSecurityHops().isPresent()
        ? Optional.of(
            "TTL security is configured, and this machine has no epoll transport to set it with;"
                + " the session stays down rather than run unprotected")
        : Optional.empty();
  }

  /** For every connection, before it is used. */
  static void prepare(Channel channel, BgpSession session) {
    channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    channel.config().setWriteBufferWaterMark(WATER_MARK);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    // A write that fails must not end the channel: the peer's reason may wait to be read.
    channel.config().setAutoClose(false);
    if (!(channel instanceof EpollSocketChannel)) {
      return;
    }
    AddressFamily family = session.peerAddress().family();
    if (session.ttlSecurityHops().isPresent()) {
      ttlSecurity(channel, family, minimumTtl(session.ttlSecurityHops().getAsInt()));
    } else if (session.external()) {
      // Only a peer that is known to be external is limited in distance.
      boolean ipv4 = family == AddressFamily.IPV4;
      channel.config().setOption(ipv4 ? IP_TTL : IPV6_UNICAST_HOPS, session.multihopTtl());
    }
  }

  /** The lowest TTL that a packet has which crossed fewer than {@code hops} routers (RFC 5082). */
  static int minimumTtl(int hops) {
    return MAX_TTL + 1 - hops;
  }

  /**
   * Sends with TTL 255 and has the kernel drop what arrives with less than {@code minimum}; 0:
   * drops nothing.
   */
  static void ttlSecurity(Channel channel, AddressFamily family, int minimum) {
    boolean ipv4 = family == AddressFamily.IPV4;
    channel.config().setOption(ipv4 ? IP_TTL : IPV6_UNICAST_HOPS, MAX_TTL);
    channel.config().setOption(ipv4 ? IP_MINTTL : IPV6_MINHOPCOUNT, minimum);
  }

  /**
   * The keys of a connection that is about to be made.
   *
   * @throws RuntimeException when the kernel refuses one
   */
  static void authenticate(Channel channel, BgpSession session) {
    session
        .tcpAo()
        .ifPresent(
            keys ->
                new TcpAoKeys(session.peerAddress().isIpv6(), false)
                    .apply(channel, Md5Keys.host(session.peerAddress()), keys));
    session
        .password()
        .ifPresent(
            password ->
                new Md5Keys(session.peerAddress().isIpv6())
                    .apply(channel, Map.of(Md5Keys.host(session.peerAddress()), password)));
  }

  /**
   * Lets a socket send and receive through one interface, or the interfaces of one VRF, alone.
   *
   * @throws RuntimeException when there is no device of this name
   */
  static void bindToDevice(Channel channel, Optional<String> device) {
    if (device.isEmpty()) {
      return;
    }
    byte[] name = device.get().getBytes(StandardCharsets.UTF_8);
    if (name.length >= IFNAMSIZ) {
      throw new IllegalArgumentException("'" + device.get() + "' is too long for a device's name");
    }
    try {
      channel.config().setOption(SO_BINDTODEVICE, ByteBuffer.wrap(Arrays.copyOf(name, IFNAMSIZ)));
    } catch (ChannelException e) {
      throw new IllegalStateException("cannot use device " + device.get() + ": " + reason(e), e);
    }
  }

  private static String reason(ChannelException e) {
    String text = String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    return text.contains("No such device") ? "there is no interface or VRF of that name" : text;
  }

  /** Ends a connection whose data is not acknowledged, in place of the kernel's 15 minutes. */
  static void userTimeout(Channel channel, int holdSeconds) {
    if (holdSeconds > 0 && channel instanceof EpollSocketChannel epoll) {
      epoll.config().setTcpUserTimeout(userTimeoutMillis(holdSeconds));
    }
  }

  /**
   * As long as the hold time, but not so short that it ends the session of a peer that is alive and
   * only slow to take a large table: the kernel counts a closed window like a missing
   * acknowledgement (tcp(7)).
   */
  static int userTimeoutMillis(int holdSeconds) {
    return Math.max(holdSeconds, SLOW_PEER_SECONDS) * 1000;
  }
}
