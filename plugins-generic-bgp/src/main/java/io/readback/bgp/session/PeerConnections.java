package io.readback.bgp.session;

import io.netty.channel.socket.SocketChannel;
import io.readback.bgp.fsm.CollisionRule;
import io.readback.bgp.fsm.FsmEventType;
import io.readback.bgp.fsm.FsmState;
import io.readback.bgp.message.Open;
import io.readback.spi.observe.SessionState;
import io.readback.spi.target.BgpSession;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one peer: one, and beside it one that the peer initiated until it is known
 * which of the two stays (RFC 4271 section 6.8). Lives on the speaker's event loop.
 */
final class PeerConnections {
  /** How long after the beginning of a session a colliding connection may still show up. */
  private static final Duration COLLISION_TIME = Duration.ofSeconds(10);

  private final Peer peer;
  private Connection primary;

  /** A connection that the peer initiated while {@link #primary} is under way. */
  private @Nullable Connection second;

  PeerConnections(Peer peer) {
    this.peer = peer;
    this.primary = new Connection(peer, FsmState.INITIAL, true);
  }

  Connection primary() {
    return primary;
  }

  /** The state of the primary. */
  SessionState state() {
    return primary.state();
  }

  boolean alone() {
    return second == null;
  }

  /** The newer one first. */
  List<Connection> all() {
    Connection extra = second;
    return extra == null ? List.of(primary) : List.of(extra, primary);
  }

  /** The one that has got furthest. */
  Connection best() {
    Connection extra = second;
    return extra != null && extra.state().compareTo(primary.state()) > 0 ? extra : primary;
  }

  /** Whether nobody is connected, nothing is attempted, and another connection would be taken. */
  boolean deserted() {
    return second == null && primary.channel() == null && primary.state() == SessionState.ACTIVE;
  }

  /**
   * Makes room for a connection that the peer initiated.
   *
   * @return whether there is room
   */
  boolean makeRoom() {
    Connection extra = second;
    if (extra == null) {
      return true;
    }
    if (extra.state() != SessionState.OPENSENT) {
      return false;
    }
    // The peer has given up the one it never sent an OPEN on.
    extra.discard();
    return true;
  }

  /** Takes a connection that the peer initiated; there is room for it. */
  void accept(SocketChannel channel) {
    Connection incoming =
        new Connection(peer, FsmState.awaiting(primary.fsmState().failures()), false);
    second = incoming;
    incoming.accept(channel);
  }

  /** Drops connections that came to nothing, and lets the better one be the primary. */
  void choosePrimary(boolean stopped) {
    Connection extra = second;
    if (extra == null) {
      return;
    }
    SessionState other = extra.state();
    if (stopped || extra.channel() == null) {
      extra.discard();
      second = null;
      return;
    }
    boolean replaces =
        switch (primary.state()) {
          case IDLE, ACTIVE -> true;
          case CONNECT -> other == SessionState.OPENCONFIRM || other == SessionState.ESTABLISHED;
          default -> false;
        };
    if (replaces) {
      Connection old = primary;
      primary = extra;
      second = null;
      old.discard();
    }
  }

  /**
   * Resolves a collision, RFC 4271 section 6.8, now that {@code connection} got a valid OPEN.
   *
   * @return whether it is this connection that has to go
   */
  boolean losesCollision(Connection connection, Open open) {
    Connection other = connection == primary ? second : primary;
    if (other == null || !CollisionRule.applies(other.state())) {
      return false;
    }
    if (outlived(other)) {
      other.on(FsmEventType.TCP_CONNECTION_FAILS);
      return false;
    }
    boolean loses;
    if (connection.outgoing() == other.outgoing()) {
      loses = other.state() == SessionState.ESTABLISHED;
    } else {
      Connection ours = connection.outgoing() ? connection : other;
      Connection peers = connection.outgoing() ? other : connection;
      BgpSession session = peer.session();
      CollisionRule.Survivor survivor =
          CollisionRule.resolve(
              session.instance().bgpIdentifier(),
              session.localAsn(),
              open.bgpIdentifier(),
              open.asn(),
              ours.state(),
              peers.state());
      loses = (survivor == CollisionRule.Survivor.OURS) != connection.outgoing();
    }
    if (!loses) {
      other.on(FsmEventType.OPEN_COLLISION_DUMP);
    }
    return loses;
  }

  /**
   * Whether a new OPEN means that the peer has restarted and we have not noticed the end of the
   * established connection (RFC 4724 section 4.2). One that is just established may be the other
   * half of a collision instead.
   */
  private boolean outlived(Connection other) {
    Negotiation agreed = other.negotiation();
    return other.state() == SessionState.ESTABLISHED
        && agreed != null
        && agreed.gracefulRestart()
        && peer.establishedAt()
            .map(at -> at.plus(COLLISION_TIME).isBefore(peer.now()))
            .orElse(false);
  }
}
