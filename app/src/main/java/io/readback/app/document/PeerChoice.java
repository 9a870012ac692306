package io.readback.app.document;

import io.readback.spi.target.BgpSession;
import java.util.Optional;

/** Peers as people name them: by name or by address. */
final class PeerChoice {
  private PeerChoice() {}

  /**
   * @param peer empty: all
   */
  static boolean matches(BgpSession session, Optional<String> peer) {
    return peer.isEmpty()
        || session.peer().equals(peer.get())
        || session.peerAddress().toString().equals(peer.get());
  }
}
