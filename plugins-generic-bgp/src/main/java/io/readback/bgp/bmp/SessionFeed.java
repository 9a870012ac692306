package io.readback.bgp.bmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.readback.bgp.message.Octets;
import io.readback.bgp.rib.AdjRibOut;
import io.readback.bgp.session.EstablishedSession;
import io.readback.bgp.session.SessionEnd;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.route.RouteTable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one collector knows of one session, and what it is still to be told. A collector that is
 * slow is told of the present state, not of all that was in between: what waits for it is bounded
 * by the tables themselves. Used by the speaker's thread.
 */
final class SessionFeed {
  private static final int BGP_LENGTH_AT = 16;

  /** Octets of faulty messages that wait for a slow collector; what goes beyond is not told. */
  private static final int MOST_FAULTY_OCTETS = 256 * 1024;

  private final InstantSource clock;
  private @Nullable EstablishedSession current;

  /** The session the collector takes to be up. */
  private @Nullable EstablishedSession told;

  /** Faulty messages not told yet. */
  private final Deque<Octets> faulty = new ArrayDeque<>();

  private int faultyOctets;
  private boolean faultyLost;

  private SessionEnd end = new SessionEnd(SessionEnd.Kind.ABANDONED, Octets.EMPTY, 0);
  private @Nullable Tables tables;

  /** The three tables that are told of. */
  private static final class Tables {
    final RibInFeed in;
    final RibInFeed inAfterPolicy;
    final AdjRibOut out;

    Tables(EstablishedSession session) {
      in = new RibInFeed(session.encoding().families());
      inAfterPolicy = new RibInFeed(session.encoding().families());
      out = new AdjRibOut(session.encoding(), session.table());
    }
  }

  SessionFeed(InstantSource clock) {
    this.clock = clock;
  }

  void up(EstablishedSession session) {
    current = session;
  }

  /** A message of the session had an error. */
  void faulty(Octets message) {
    if (faultyOctets + message.length() > MOST_FAULTY_OCTETS) {
      faultyLost = true;
    } else {
      faulty.add(message);
      faultyOctets += message.length();
    }
  }

  /** The collector learns the last end of several. */
  void down(SessionEnd how) {
    current = null;
    end = how;
  }

  /** The collector is another one, or has forgotten all. */
  void reset() {
    told = null;
    tables = null;
    faulty.clear();
    faultyOctets = 0;
    faultyLost = false;
  }

  /** Whether nothing is to be said of the session any more. */
  boolean over() {
    return current == null && told == null;
  }

  /**
   * Appends messages until {@code out} holds {@code limit} octets or the collector is up to date.
   *
   * @return whether it is
   */
  boolean fill(ByteBuf out, int limit) {
    EstablishedSession before = told;
    EstablishedSession now = current;
    if (before != null && before != now) {
      // the message that ended the session may be among them
      mirror(header(before), out);
      BmpEncoder.encode(peerDown(before), out);
      reset();
    }
    if (now == null) {
      return true;
    }
    Tables feeds = tables;
    if (feeds == null) {
      BmpEncoder.encode(peerUp(now), out);
      feeds = new Tables(now);
      tables = feeds;
      told = now;
    }
    Instant at = clock.instant();
    PeerHeader peer = header(now);
    mirror(peer, out);
    return out(now, feeds, peer, at, out, limit)
        && in(feeds.in, now.received(), peer.table(0, at), out, limit)
        && in(
            feeds.inAfterPolicy,
            now.accepted(),
            peer.table(PeerHeader.POST_POLICY, at),
            out,
            limit);
  }

  /** Route mirroring of faulty messages alone (RFC 7854 section 4.7). */
  private void mirror(PeerHeader peer, ByteBuf out) {
    for (Octets message : faulty) {
      BmpEncoder.encode(
          new BmpMessage.RouteMirroring(
              peer,
              List.of(
                  new BmpMessage.Tlv(
                      BmpMessage.RouteMirroring.INFORMATION, BmpMessage.RouteMirroring.ERRORED),
                  new BmpMessage.Tlv(BmpMessage.RouteMirroring.BGP_MESSAGE, message))),
          out);
    }
    faulty.clear();
    faultyOctets = 0;
    if (faultyLost) {
      faultyLost = false;
      BmpEncoder.encode(
          new BmpMessage.RouteMirroring(
              peer,
              List.of(
                  new BmpMessage.Tlv(
                      BmpMessage.RouteMirroring.INFORMATION, BmpMessage.RouteMirroring.LOST))),
          out);
    }
  }

  private static boolean in(
      RibInFeed feed, PrefixMap<ReceivedRoute> present, PeerHeader peer, ByteBuf out, int limit) {
    while (out.readableBytes() < limit) {
      byte[] update = feed.next(present);
      if (update == null) {
        return true;
      }
      BmpEncoder.routeMonitoring(peer, Unpooled.wrappedBuffer(update), 0, update.length, out);
    }
    return false;
  }

  private static boolean out(
      EstablishedSession session,
      Tables feeds,
      PeerHeader peer,
      Instant at,
      ByteBuf out,
      int limit) {
    int room = limit - out.readableBytes();
    if (room <= 0) {
      return false;
    }
    feeds.out.retarget(session.table());
    int asNumbers = session.encoding().fourOctetAs() ? 0 : PeerHeader.TWO_OCTET_AS;
    PeerHeader table = peer.table(PeerHeader.ADJ_RIB_OUT | PeerHeader.POST_POLICY | asNumbers, at);
    ByteBuf updates = out.alloc().buffer(room + feeds.out.maxMessageLength());
    try {
      boolean complete = feeds.out.fill(updates, room);
      int position = updates.readerIndex();
      while (position < updates.writerIndex()) {
        int length = updates.getUnsignedShort(position + BGP_LENGTH_AT);
        BmpEncoder.routeMonitoring(table, updates, position, length, out);
        position += length;
      }
      return complete;
    } finally {
      updates.release();
    }
  }

  /** Appends a statistics report, where the collector knows the session. */
  void statistics(ByteBuf out) {
    EstablishedSession session = told;
    if (session == null || session != current) {
      return;
    }
    List<BmpMessage.Tlv> counters = new ArrayList<>();
    SortedMap<IpPrefix, String> rejected =
        new AdjRibOut(session.encoding(), session.table()).rejected();
    RouteTable sent = session.table().version();
    long all = 0;
    long wanted = 0;
    for (AddressFamily family : session.encoding().families()) {
      long refused = rejected.keySet().stream().filter(p -> p.family() == family).count();
      long before = sent.paths().size(family);
      long count = before - refused;
      all += count;
      wanted += before;
      counters.add(gauge(BmpMessage.Statistics.ADJ_RIB_OUT_PRE_FAMILY, family, before));
      counters.add(gauge(BmpMessage.Statistics.ADJ_RIB_OUT_POST_FAMILY, family, count));
      counters.add(
          gauge(BmpMessage.Statistics.ADJ_RIB_IN_FAMILY, family, session.received().size(family)));
    }
    counters.add(counter(BmpMessage.Statistics.TREATED_AS_WITHDRAW, session.treatedAsWithdraw()));
    counters.add(
        counter(
            BmpMessage.Statistics.PREFIXES_TREATED_AS_WITHDRAW,
            session.prefixesTreatedAsWithdraw()));
    counters.add(gauge(BmpMessage.Statistics.ADJ_RIB_OUT_PRE, null, wanted));
    counters.add(gauge(BmpMessage.Statistics.ADJ_RIB_OUT_POST, null, all));
    counters.add(gauge(BmpMessage.Statistics.ADJ_RIB_IN, null, session.received().size()));
    BmpEncoder.encode(
        new BmpMessage.Statistics(header(session).table(0, clock.instant()), counters), out);
  }

  private static BmpMessage.Tlv counter(int type, long value) {
    return new BmpMessage.Tlv(type, Octets.of(ByteBuffer.allocate(4).putInt((int) value).array()));
  }

  private static BmpMessage.Tlv gauge(int type, @Nullable AddressFamily family, long value) {
    ByteBuffer out = ByteBuffer.allocate(family == null ? 8 : 11);
    if (family != null) {
      out.putShort((short) (family == AddressFamily.IPV4 ? 1 : 2)).put((byte) 1);
    }
    return new BmpMessage.Tlv(type, Octets.of(out.putLong(value).array()));
  }

  private BmpMessage peerUp(EstablishedSession session) {
    return new BmpMessage.PeerUp(
        header(session),
        session.ends().localAddress(),
        session.ends().localPort(),
        session.ends().peerPort(),
        session.sentOpen(),
        session.receivedOpen(),
        List.of());
  }

  private BmpMessage peerDown(EstablishedSession session) {
    PeerHeader peer = header(session);
    Octets event = Octets.of(0, end.event());
    return switch (end.kind()) {
      case SENT_NOTIFICATION ->
          new BmpMessage.PeerDown(peer, BmpMessage.PeerDown.LOCAL_NOTIFICATION, end.notification());
      case RECEIVED_NOTIFICATION ->
          new BmpMessage.PeerDown(
              peer, BmpMessage.PeerDown.REMOTE_NOTIFICATION, end.notification());
      case LOCAL -> new BmpMessage.PeerDown(peer, BmpMessage.PeerDown.LOCAL, event);
      case REMOTE -> new BmpMessage.PeerDown(peer, BmpMessage.PeerDown.REMOTE, Octets.EMPTY);
      case ABANDONED ->
          new BmpMessage.PeerDown(peer, BmpMessage.PeerDown.DECONFIGURED, Octets.EMPTY);
    };
  }

  private PeerHeader header(EstablishedSession session) {
    return new PeerHeader(
        0,
        session.ends().peerAddress().isIpv6() ? PeerHeader.V6 : 0,
        PeerHeader.NO_DISTINGUISHER,
        session.ends().peerAddress(),
        session.ends().peerAs(),
        session.peerIdentifier(),
        clock.instant());
  }
}
