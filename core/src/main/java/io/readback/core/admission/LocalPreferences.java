package io.readback.core.admission;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.Node;
import io.readback.spi.net.AddressFamily;
import java.util.Collection;

/** When two advertisements say different things of one route's local preference. */
public final class LocalPreferences {
  private LocalPreferences() {}

  /**
   * Whether the two cannot both announce an address of this pool: they differ in the local
   * preference and agree in the length, a peer and a node. Their Service selectors are not looked
   * at.
   */
  public static boolean clash(
      MetallbAdvertisement a, MetallbAdvertisement b, MetallbPool pool, Collection<Node> nodes) {
    return !a.localPreference().equals(b.localPreference())
        && !lengthsDiffer(a, b, pool)
        && sharePeer(a, b)
        && nodes.stream().anyMatch(node -> a.selects(node) && b.selects(node));
  }

  /** In a pool of both families the lengths of both have to differ. */
  private static boolean lengthsDiffer(
      MetallbAdvertisement a, MetallbAdvertisement b, MetallbPool pool) {
    boolean ipv4 = a.aggregationLengthIpv4() != b.aggregationLengthIpv4();
    boolean ipv6 = a.aggregationLengthIpv6() != b.aggregationLengthIpv6();
    return (ipv4 || !has(pool, AddressFamily.IPV4)) && (ipv6 || !has(pool, AddressFamily.IPV6));
  }

  private static boolean has(MetallbPool pool, AddressFamily family) {
    return pool.blocks().stream()
        .map(AddressBlock::start)
        .anyMatch(start -> start.family() == family);
  }

  private static boolean sharePeer(MetallbAdvertisement a, MetallbAdvertisement b) {
    return a.peers().isEmpty()
        || b.peers().isEmpty()
        || a.peers().stream().anyMatch(b.peers()::contains);
  }
}
