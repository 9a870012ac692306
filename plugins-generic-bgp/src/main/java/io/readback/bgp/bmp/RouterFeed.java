package io.readback.bgp.bmp;

import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.codec.MessageDecoder;
import io.readback.bgp.message.DisplayText;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.spi.net.IpAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one router told on its connection. Used by one thread. */
final class RouterFeed {
  private final IpAddress address;
  private final int port;
  private final Instant since;
  private final StationLimits limits;
  private final PeerTables.RouteBudget budget;
  private final Map<Key, Peer> peers = new LinkedHashMap<>();
  private String name = "";
  private String description = "";

  /** What tells the sessions of a router apart (RFC 7854 section 4.2). */
  private record Key(int type, Octets distinguisher, IpAddress address, boolean v6) {
    static Key of(PeerHeader peer) {
      return new Key(
          peer.type(),
          peer.distinguisher(),
          peer.address(),
          peer.type() != PeerHeader.LOC_RIB && peer.is(PeerHeader.V6));
    }
  }

  private static final class Peer {
    PeerHeader header;
    final PeerTables tables;
    boolean up;
    String lastEnd = "";

    Peer(PeerHeader header, PeerTables tables) {
      this.header = header;
      this.tables = tables;
    }
  }

  RouterFeed(IpAddress address, int port, Instant since, StationLimits limits) {
    this.address = address;
    this.port = port;
    this.since = since;
    this.limits = limits;
    this.budget = new PeerTables.RouteBudget(limits.routes());
  }

  /**
   * Takes in a message.
   *
   * @return whether the router said farewell
   */
  boolean message(BmpMessage message, Instant now) {
    if (message instanceof BmpMessage.Initiation m) {
      name = text(m.information(), BmpMessage.Tlv.SYS_NAME);
      description = text(m.information(), BmpMessage.Tlv.SYS_DESCR);
    } else if (message instanceof BmpMessage.Termination) {
      return true;
    } else if (message instanceof BmpMessage.PeerUp m) {
      Peer peer = peer(m.peer());
      if (peer != null) {
        peer.header = m.peer();
        peer.up = true;
        peer.tables.up(m.localAddress(), m.sentOpen(), m.receivedOpen());
      }
    } else if (message instanceof BmpMessage.PeerDown m) {
      Peer peer = peer(m.peer());
      if (peer != null) {
        peer.up = false;
        peer.lastEnd = end(m);
        peer.tables.clear();
      }
    } else if (message instanceof BmpMessage.RouteMonitoring m) {
      Peer peer = peer(m.peer());
      if (peer != null && peer.up) {
        peer.tables.update(m.peer(), m.update(), now);
      } else if (peer != null) {
        // RFC 7854 section 4.10: a peer up comes before
        peer.tables.fault();
      }
    }
    return false;
  }

  private @Nullable Peer peer(PeerHeader header) {
    Key key = Key.of(header);
    Peer known = peers.get(key);
    if (known == null && peers.size() < limits.peers()) {
      known = new Peer(header, new PeerTables(budget));
      peers.put(key, known);
    }
    return known;
  }

  private static String text(List<BmpMessage.Tlv> information, int type) {
    return information.stream()
        .filter(t -> t.type() == type)
        .map(t -> DisplayText.of(t.value().toBytes(), 0, Math.min(255, t.value().length())))
        .findFirst()
        .orElse("");
  }

  private static String end(BmpMessage.PeerDown down) {
    return switch (down.reason()) {
      case BmpMessage.PeerDown.LOCAL_NOTIFICATION -> "the router sent " + notification(down);
      case BmpMessage.PeerDown.LOCAL ->
          "the router ended it"
              + (down.data().length() == 2
                  ? " on event " + (down.data().get(0) << 8 | down.data().get(1))
                  : "");
      case BmpMessage.PeerDown.REMOTE_NOTIFICATION -> "the peer sent " + notification(down);
      case BmpMessage.PeerDown.REMOTE -> "the peer closed the connection, or it broke";
      case BmpMessage.PeerDown.DECONFIGURED -> "the router monitors it no more";
      default -> "for reason " + down.reason();
    };
  }

  private static String notification(BmpMessage.PeerDown down) {
    CodecContext any = CodecContext.ebgp(0, 0).extendedMessages(true).build();
    Optional<Message> read = MessageDecoder.decode(down.data().toBytes(), any).message();
    return read.isPresent() && read.get() instanceof Notification n
        ? "NOTIFICATION " + n.describe()
        : "a NOTIFICATION that cannot be read";
  }

  MonitoredRouter picture() {
    return new MonitoredRouter(
        address,
        port,
        name,
        description,
        since,
        peers.values().stream().map(p -> p.tables.picture(p.header, p.up, p.lastEnd)).toList());
  }
}
