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

  /**
   * A fixed address.
   *
   * @param weight share of the traffic among several, 1 to 256; for announcers that can weigh
   */
  record Address(IpAddress address, int weight) implements NextHop {
    public Address {
      if (weight < 1 || weight > 256) {
        throw new IllegalArgumentException("a weight is 1 to 256 but was " + weight);
      }
    }

    /** With the weight 1. */
    public Address(IpAddress address) {
      this(address, 1);
    }

    @Override
    public String toString() {
      return weight == 1 ? address.toString() : address + " weight " + weight;
    }
  }

  /** The one instance of {@link Self}. */
  NextHop SELF = new Self();
}
