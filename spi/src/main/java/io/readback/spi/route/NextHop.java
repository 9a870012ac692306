package io.readback.spi.route;

import io.readback.spi.net.IpAddress;

/** Where a route leads. */
public sealed interface NextHop {
  /** The announcer's own address towards the target: on a BGP session its local address. */
  record Self() implements NextHop {
    @Override
    public String toString() {
      return "self";
    }
  }

  /** A fixed address. */
  record Address(IpAddress address) implements NextHop {
    @Override
    public String toString() {
      return address.toString();
    }
  }

  /** The one instance of {@link Self}. */
  NextHop SELF = new Self();
}
