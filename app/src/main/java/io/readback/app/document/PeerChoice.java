package io.readback.app.document;

import io.readback.spi.target.BgpSession;
import java.util.Optional;

/** Peers as people name them: by name, by instance and name, or by address. */
final class PeerChoice {
  private PeerChoice() {}

  /**
   * @param peer empty: all
   */
  static boolean matches(BgpSession session, Optional<String> peer) {
    return peer.isEmpty()
        || session.peer().equals(peer.get())
        || peer.get().equals(session.instance().name() + "/" + session.peer())
        || session.peerAddress().toString().equals(peer.get());
  }
}
