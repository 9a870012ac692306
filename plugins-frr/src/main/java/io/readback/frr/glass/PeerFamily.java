package io.readback.frr.glass;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.Comparator;

/** One address family of the session with a peer. */
record PeerFamily(IpAddress peer, AddressFamily family) implements Comparable<PeerFamily> {
  private static final Comparator<PeerFamily> ORDER =
      Comparator.comparing(PeerFamily::peer).thenComparing(PeerFamily::family);

  @Override
  public int compareTo(PeerFamily other) {
    return ORDER.compare(this, other);
  }
}
