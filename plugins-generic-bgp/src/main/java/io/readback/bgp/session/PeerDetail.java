package io.readback.bgp.session;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import io.readback.bgp.message.Capability;
import io.readback.spi.observe.SessionBfd;
import io.readback.spi.observe.SessionDetail;
import io.readback.spi.target.BgpSession;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts together what is shown of a session beyond its state. */
final class PeerDetail {
  private PeerDetail() {}

  static SessionDetail of(
      BgpSession session,
      Connection connection,
      PeerJournal journal,
      long staleRoutes,
      Optional<SessionBfd> bfd) {
    Optional<Negotiation> agreed = Optional.ofNullable(connection.negotiation());
    Optional<SocketChannel> channel = Optional.ofNullable(connection.channel());
    return new SessionDetail(
        new SessionDetail.Timers(
            session.timers().hold(),
            session.timers().keepalive(),
            session.timers().connectRetry(),
            (int) session.sendHold().toSeconds()),
        channel.flatMap(c -> ends(c, connection.outgoing())),
        protection(session),
        agreed.map(a -> CapabilityText.of(a.sent())).orElse(List.of()),
        agreed.map(a -> CapabilityText.of(a.received())).orElse(List.of()),
        restart(session, agreed, staleRoutes),
        journal.traffic().sent(),
        journal.traffic().received(),
        channel.map(PeerDetail::pending).orElse(0L),
        journal.flaps(),
        journal.lastStateChange(),
        journal.events(),
        bfd,
        journal.activity());
  }

  private static Optional<SessionDetail.Connection> ends(SocketChannel channel, boolean outgoing) {
    if (channel.localAddress() == null || channel.remoteAddress() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new SessionDetail.Connection(
            Connection.address(channel.localAddress()),
            channel.localAddress().getPort(),
            Connection.address(channel.remoteAddress()),
            channel.remoteAddress().getPort(),
            outgoing));
  }

  private static SessionDetail.Protection protection(BgpSession session) {
    OptionalInt sent = OptionalInt.empty();
    OptionalInt least = OptionalInt.empty();
    if (session.ttlSecurityHops().isPresent()) {
      sent = OptionalInt.of(SocketOptions.MAX_TTL);
      least = OptionalInt.of(SocketOptions.minimumTtl(session.ttlSecurityHops().getAsInt()));
    } else if (session.external()) {
      sent = OptionalInt.of(session.multihopTtl());
    }
    return new SessionDetail.Protection(
        session.password().isPresent() ? "tcp-md5" : session.tcpAo().isPresent() ? "tcp-ao" : "",
        sent,
        least);
  }

  private static SessionDetail.Restart restart(
      BgpSession session, Optional<Negotiation> agreed, long staleRoutes) {
    Optional<Capability.GracefulRestart> peer =
        agreed.flatMap(a -> a.received().capability(Capability.GracefulRestart.class));
    boolean ours = agreed.isPresent() && session.gracefulRestart().enabled();
    return new SessionDetail.Restart(
        agreed.map(Negotiation::gracefulRestart).orElse(false),
        agreed.map(Negotiation::notificationRestarts).orElse(false),
        ours ? session.gracefulRestart().restartTime() : 0,
        peer.map(Capability.GracefulRestart::restartTime).orElse(0),
        peer.map(Capability.GracefulRestart::restarting).orElse(false),
        staleRoutes);
  }

  private static long pending(SocketChannel channel) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    return out == null ? 0 : out.totalPendingWriteBytes();
  }
}
