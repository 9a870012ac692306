package io.readback.spi.observe;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.PathAttributes;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is expected at a router: given to a looking glass so that it asks for no more than that, and
 * asks further where the answer is not as expected.
 *
 * @param prefixes the next hops each prefix should have there, in prefix order; an empty set:
 *     should be absent
 * @param covering prefixes that together hold all of {@code prefixes}, few enough to ask for each
 * @param peers our speakers that should have a session with the router, by the address the router
 *     knows them by
 * @param attributes what the manifests want the paths of a prefix to carry, for the prefixes where
 *     they want anything: a glass that can see attributes shows those of these prefixes
 */
public record Interest(
    PrefixMap<SortedSet<IpAddress>> prefixes,
    SortedSet<IpPrefix> covering,
    SortedMap<IpAddress, ExpectedPeer> peers,
    PrefixMap<PathAttributes> attributes) {
  public Interest {
    covering = Collections.unmodifiableSortedSet(new TreeSet<>(covering));
    peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
  }

  /** Without attributes to look for. */
  public Interest(
      PrefixMap<SortedSet<IpAddress>> prefixes,
      SortedSet<IpPrefix> covering,
      SortedMap<IpAddress, ExpectedPeer> peers) {
    this(prefixes, covering, peers, PrefixMap.empty());
  }

  /**
   * A session that should be there.
   *
   * @param node the node our speaker runs on
   * @param asn its AS number
   */
  public record ExpectedPeer(String node, long asn, List<AddressFamily> families) {
    public ExpectedPeer {
      families = List.copyOf(families);
    }
  }
}
