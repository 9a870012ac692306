package io.readback.bgp.rib;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.route.Path;
import java.util.List;

/** What is to be sent to a peer, before it is known in which form. */
record Transfer(List<Piece> pieces) {
  Transfer {
    pieces = List.copyOf(pieces);
  }

  /** A part of a transfer. */
  sealed interface Piece {
    AddressFamily family();
  }

  record Announce(AddressFamily family, Path path, List<NlriSlice> nlri) implements Piece {}

  record Withdraw(AddressFamily family, List<NlriSlice> nlri) implements Piece {}

  /**
   * A ROUTE-REFRESH that says what is coming (RFC 7313).
   *
   * @param subtype of the message: begin or end of a refresh
   */
  record RefreshMarker(AddressFamily family, int subtype) implements Piece {}

  record EndOfRib(AddressFamily family) implements Piece {}
}
