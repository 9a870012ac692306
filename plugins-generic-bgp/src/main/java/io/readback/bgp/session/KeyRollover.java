package io.readback.bgp.session;

import io.netty.channel.socket.SocketChannel;
import io.readback.bgp.fsm.FsmEventType;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.SessionError;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TcpAo;
import java.util.Optional;

/** Gives the connections of a peer other TCP-AO keys while they stand. */
final class KeyRollover {
  private KeyRollover() {}

  /**
   * A connection that cannot have the new keys ends: the old ones are wanted no more.
   *
   * @param before what the connections were made with
   */
  static void of(Peer peer, BgpSession before) {
    Optional<TcpAo> old = before.tcpAo();
    Optional<TcpAo> now = peer.session().tcpAo();
    if (old.isEmpty() || now.isEmpty()) {
      return;
    }
    IpPrefix host = Md5Keys.host(peer.reached().peerAddress());
    for (Connection connection : peer.connections().all()) {
      SocketChannel channel = connection.channel();
      if (channel == null) {
        continue;
      }
      // a connection that was taken has the family of the listening socket
      boolean ipv6Socket = host.network().isIpv6() || !connection.outgoing();
      try {
        TcpAoKeys.ofConnection(ipv6Socket, host, old.get()).apply(channel, host, now.get());
      } catch (RuntimeException e) {
        peer.journal()
            .failed(
                new SessionError(
                    peer.now(),
                    Cause.AUTHENTICATION,
                    "the TCP-AO keys of the connection cannot be changed, so it ends: "
                        + e.getMessage()));
        connection.on(FsmEventType.TCP_CONNECTION_FAILS);
      }
    }
  }
}
