package io.readback.bgp.session;

import io.readback.bgp.codec.MessageEncoder;
import io.readback.bgp.fsm.FsmEventType;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.rib.EncodedTable;
import io.readback.bgp.rib.RouteEncoding;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.target.TargetId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the observer of a speaker of the sessions of one peer. */
final class ObservedSession {
  private final Peer peer;
  private final SessionObserver observer;
  private @Nullable Live live;
  private Optional<Notification> sent = Optional.empty();

  ObservedSession(Peer peer, SessionObserver observer) {
    this.peer = peer;
    this.observer = observer;
  }

  void up(Connection connection, Negotiation agreed) {
    Live now = new Live(connection.ends(), agreed, connection.openReceived());
    live = now;
    sent = Optional.empty();
    observer.up(now);
  }

  void changed() {
    Live now = live;
    if (now != null) {
      observer.changed(now);
    }
  }

  void faulty(Octets message) {
    Live now = live;
    if (now != null) {
      observer.faulty(now, message);
    }
  }

  /** A NOTIFICATION of ours goes out. */
  void sent(Notification notification) {
    sent = Optional.of(notification);
  }

  /**
   * The established session ended.
   *
   * @param received the message that the event comes from, hexadecimal; empty: none
   */
  void down(FsmEventType event, String received) {
    if (sent.isPresent()) {
      down(
          SessionEnd.Kind.SENT_NOTIFICATION,
          Octets.of(MessageEncoder.encode(sent.get())),
          event.number());
    } else if (event == FsmEventType.NOTIF_MSG || event == FsmEventType.NOTIF_MSG_VER_ERR) {
      down(SessionEnd.Kind.RECEIVED_NOTIFICATION, Octets.ofHex(received), event.number());
    } else if (event == FsmEventType.TCP_CONNECTION_FAILS) {
      down(SessionEnd.Kind.REMOTE, Octets.EMPTY, event.number());
    } else {
      down(SessionEnd.Kind.LOCAL, Octets.EMPTY, event.number());
    }
  }

  void abandoned() {
    down(SessionEnd.Kind.ABANDONED, Octets.EMPTY, 0);
  }

  private void down(SessionEnd.Kind kind, Octets notification, int event) {
    Live now = live;
    live = null;
    sent = Optional.empty();
    if (now != null) {
      observer.down(now, new SessionEnd(kind, notification, event));
    }
  }

  private final class Live implements EstablishedSession {
    private final SessionEnds ends;
    private final Negotiation agreed;
    private final Octets received;
    private final RouteEncoding encoding;

    Live(SessionEnds ends, Negotiation agreed, Octets received) {
      this.ends = ends;
      this.agreed = agreed;
      this.received = received;
      this.encoding = agreed.encoding();
    }

    @Override
    public TargetId id() {
      return peer.session().id();
    }

    @Override
    public SessionEnds ends() {
      return ends;
    }

    @Override
    public IpAddress peerIdentifier() {
      return agreed.received().bgpIdentifier();
    }

    @Override
    public Octets sentOpen() {
      return Octets.of(MessageEncoder.encode(agreed.sent()));
    }

    @Override
    public Octets receivedOpen() {
      return received;
    }

    @Override
    public RouteEncoding encoding() {
      return encoding;
    }

    @Override
    public EncodedTable table() {
      return peer.routes().table();
    }

    @Override
    public long treatedAsWithdraw() {
      return peer.journal().treatedAsWithdraw();
    }

    @Override
    public long prefixesTreatedAsWithdraw() {
      return peer.journal().prefixesTreatedAsWithdraw();
    }

    @Override
    public PrefixMap<ReceivedRoute> received() {
      return peer.routes().ribIn().received();
    }

    @Override
    public PrefixMap<ReceivedRoute> accepted() {
      return peer.routes().ribIn().accepted();
    }
  }
}
