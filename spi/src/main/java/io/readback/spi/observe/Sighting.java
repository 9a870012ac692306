package io.readback.spi.observe;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.PathAttributes;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A prefix seen at a router.
 *
 * <p>At RECEIVED and SELECTED there is a sighting for each path: {@code peer} sent it and {@code
 * nextHops} holds the one next hop of the path. At INSTALLED there is one sighting for the prefix
 * and {@code nextHops} is the whole set in the forwarding table.
 *
 * @param peer who sent the path, where the vantage knows
 * @param attributes where the command showed them
 * @param stale whether only graceful restart keeps it
 */
public record Sighting(
    IpPrefix prefix,
    Vantage vantage,
    Optional<IpAddress> peer,
    SortedSet<IpAddress> nextHops,
    Optional<PathAttributes> attributes,
    boolean stale) {
  public Sighting {
    nextHops = Collections.unmodifiableSortedSet(new TreeSet<>(nextHops));
  }
}
