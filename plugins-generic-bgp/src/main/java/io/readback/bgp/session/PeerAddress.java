package io.readback.bgp.session;

import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpSession;
import java.util.Optional;

/**
 * Where a peer is to be found: as configured, or for an unnumbered session at the address that was
 * heard on its interface. Lives on the speaker's event loop.
 */
final class PeerAddress {
  /** Changes in what it says of BFD alone. */
  private BgpSession session;

  private BgpSession reached;
  private String trouble = "";

  PeerAddress(BgpSession session) {
    this.session = session;
    this.reached = session;
  }

  /** The session as it is configured. */
  BgpSession session() {
    return session;
  }

  /** The session with the peer's address filled in, as far as it is known. */
  BgpSession reached() {
    return reached;
  }

  IpAddress address() {
    return reached.peerAddress();
  }

  boolean known() {
    return !address().isUnspecified();
  }

  /** Another version of the session; an address that was heard stays. */
  void follow(BgpSession next) {
    IpAddress before = address();
    session = next;
    reached = next;
    if (next.unnumbered() && !before.isUnspecified()) {
      found(before);
    }
  }

  void found(IpAddress router) {
    BgpSession.Builder found = session.toBuilder(session.peer(), router);
    session.device().ifPresent(found::zone);
    reached = found.build();
  }

  /** Nobody can be reached any more through the interface of an unnumbered session. */
  void lost() {
    reached = session;
  }

  /** Why nothing is heard on the interface; empty: no more. */
  void trouble(String why) {
    trouble = why;
  }

  /** Why there is nobody to connect to; empty where the address is known. */
  Optional<String> missing() {
    if (known()) {
      return Optional.empty();
    }
    return Optional.of(
        trouble.isEmpty()
            ? "no router has advertised itself on interface " + session.device().orElse("") + " yet"
            : trouble);
  }
}
