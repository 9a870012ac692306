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

  /** No path identifier: the session has none, or those of the path are put in on writing. */
  static final long NO_ID = -1;

  /**
   * @param pathId see {@link PathIds}
   */
  record Announce(AddressFamily family, Path path, List<NlriSlice> nlri, long pathId)
      implements Piece {
    Announce(AddressFamily family, Path path, List<NlriSlice> nlri) {
      this(family, path, nlri, NO_ID);
    }
  }

  record Withdraw(AddressFamily family, List<NlriSlice> nlri, long pathId) implements Piece {
    Withdraw(AddressFamily family, List<NlriSlice> nlri) {
      this(family, nlri, NO_ID);
    }
  }

  /**
   * A ROUTE-REFRESH that says what is coming (RFC 7313).
   *
   * @param subtype of the message: begin or end of a refresh
   */
  record RefreshMarker(AddressFamily family, int subtype) implements Piece {}

  record EndOfRib(AddressFamily family) implements Piece {}
}
