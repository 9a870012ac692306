package io.readback.bgp.session;

import io.readback.bfd.speaker.BfdStatus;
import io.readback.bgp.fsm.FsmEventType;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionState;

/**
 * What becomes of the connections of one peer when BFD says that the path to it has come or failed.
 * Lives on the speaker's event loop.
 */
final class PathWatch implements PeerBfd.Listener {
  private final Peer peer;
  private final Runnable changed;

  PathWatch(Peer peer, Runnable changed) {
    this.peer = peer;
    this.changed = changed;
  }

  @Override
  public void came(BfdStatus now) {
    peer.connectNow();
  }

  @Override
  public void failed(BfdStatus now) {
    if (!peer.stopped()) {
      peer.connections().all().forEach(connection -> failed(connection, now));
      peer.settle();
    }
  }

  /**
   * Ends a connection. Where the peer keeps routes over a restart and its BFD shares the fate of
   * its control plane, the failure may be just that restart: it is told nothing, and may keep them
   * (RFC 5882 section 4.3). Else it is told to drop them (RFC 9384).
   */
  private void failed(Connection connection, BfdStatus now) {
    if (connection.state().compareTo(SessionState.OPENSENT) < 0) {
      return;
    }
    String why = PeerBfd.reason(now);
    if (mayBeRestart(connection, now)) {
      peer.journal()
          .failed(
              new SessionError(
                  peer.now(),
                  Cause.BFD_DOWN,
                  why
                      + "; closed without a word, as graceful restart is agreed and the peer's BFD"
                      + " may have restarted with it"));
      connection.on(FsmEventType.TCP_CONNECTION_FAILS);
      return;
    }
    peer.journal().reason(why);
    connection.endForGood(FsmEventType.BFD_DOWN, Notification.of(ErrorCode.BFD_DOWN));
  }

  private static boolean mayBeRestart(Connection connection, BfdStatus now) {
    Negotiation agreed = connection.negotiation();
    return connection.state() == SessionState.ESTABLISHED
        && agreed != null
        && agreed.gracefulRestart()
        && !now.remoteIndependent();
  }

  @Override
  public void changed() {
    changed.run();
  }
}
