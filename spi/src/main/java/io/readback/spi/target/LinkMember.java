package io.readback.spi.target;

import io.readback.spi.net.IpAddress;
import java.util.List;

/**
 * A node that may answer for VIPs on the links it shares with others.
 *
 * @param node its name
 * @param addresses its own addresses, at least one: the first names it as a next hop
 * @param preference members with a higher number answer before those with a lower one; 0 or more
 */
public record LinkMember(String node, List<IpAddress> addresses, int preference) {
  public LinkMember {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("member " + node + " of a link needs an address");
    }
    if (preference < 0) {
      throw new IllegalArgumentException("preference must be 0 or more but was " + preference);
    }
  }

  /** The address that stands for it where a route names its next hops. */
  public IpAddress address() {
    return addresses.get(0);
  }
}
