package io.readback.bgp.session;

import io.netty.channel.socket.SocketChannel;
import io.readback.bgp.rib.AdjRibIn;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.FamilyCounts;
import io.readback.spi.observe.SessionDetail;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts together what is shown of a peer. */
final class PeerStatus {
  private PeerStatus() {}

  static TargetStatus.Builder of(
      BgpSession session,
      RouteTable aim,
      Connection connection,
      Optional<RouteSender> sender,
      AdjRibIn ribIn,
      Optional<Instant> establishedAt,
      Optional<SessionError> error,
      SessionDetail detail) {
    Optional<Negotiation> agreed = Optional.ofNullable(connection.negotiation());
    boolean up = connection.state() == SessionState.ESTABLISHED;
    TargetStatus.Builder status =
        TargetStatus.builder(session.id()).accepted(aim).received(ribIn.received());
    session.range().ifPresent(status::range);
    RouteTable advertised = RouteTable.EMPTY;
    if (up && sender.isPresent()) {
      SortedMap<IpPrefix, String> rejected = sender.get().routes().rejected();
      advertised = sender.get().advertised(rejected);
      status.advertised(advertised).rejected(rejected);
    } else {
      status.rejected(new TreeMap<>());
    }
    List<FamilyCounts> counts = new ArrayList<>();
    if (up && agreed.isPresent()) {
      for (AddressFamily family : agreed.get().families()) {
        counts.add(
            new FamilyCounts(
                family,
                ribIn.receivedPaths(family),
                ribIn.acceptedPaths(family),
                advertised.paths().size(family)));
      }
    }
    Optional<SocketChannel> channel = Optional.ofNullable(connection.channel());
    return status.session(
        new SessionStatus(
            connection.state(),
            session.peerAddress(),
            session.peerPort(),
            session.localAsn(),
            agreed.map(a -> a.received().asn()).orElse(session.peerAsn()),
            channel.flatMap(PeerStatus::localAddress),
            agreed.map(a -> a.received().bgpIdentifier()),
            up ? establishedAt : Optional.empty(),
            up ? connection.fsmState().holdTime() : 0,
            up ? connection.fsmState().keepaliveTime() : 0,
            counts,
            error,
            detail));
  }

  private static Optional<IpAddress> localAddress(SocketChannel channel) {
    return Optional.ofNullable(channel.localAddress()).map(Connection::address);
  }
}
