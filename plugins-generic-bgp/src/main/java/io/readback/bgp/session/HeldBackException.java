package io.readback.bgp.session;

import java.io.IOException;

/** No connection is attempted until BFD is up. */
final class HeldBackException extends IOException {
  private static final long serialVersionUID = 1;

  HeldBackException() {
    super("waits for BFD to come up, as its profile is strict");
  }
}
