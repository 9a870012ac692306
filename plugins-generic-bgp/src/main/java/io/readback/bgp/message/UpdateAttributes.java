package io.readback.bgp.message;

import io.readback.spi.net.IpAddress;
import io.readback.spi.route.PathAttributes;
import java.util.List;
import java.util.Optional;

/**
 * The path attributes of an UPDATE besides next hop and NLRI.
 *
 * @param path those that a route of ours can carry
 * @param aggregator AGGREGATOR, with AS4_AGGREGATOR merged into it
 * @param originatorId ORIGINATOR_ID (RFC 4456)
 * @param clusterList CLUSTER_LIST (RFC 4456), as addresses
 * @param others every further attribute, by ascending type, value as received
 */
public record UpdateAttributes(
    PathAttributes path,
    boolean atomicAggregate,
    Optional<Aggregator> aggregator,
    Optional<IpAddress> originatorId,
    List<IpAddress> clusterList,
    List<Raw> others) {
  public static final UpdateAttributes NONE = of(PathAttributes.NONE);

  /** AGGREGATOR, RFC 4271 section 5.1.7. */
  public record Aggregator(long asn, IpAddress address) {}

  /**
   * An attribute that is carried and not interpreted.
   *
   * @param flags the flags octet as received, the Partial bit set where RFC 4271 section 5 asks for
   *     it, the Extended Length bit clear
   */
  public record Raw(int flags, int type, Octets value) {}

  public UpdateAttributes {
    clusterList = List.copyOf(clusterList);
    others = List.copyOf(others);
  }

  /** Only the attributes of {@code path}. */
  public static UpdateAttributes of(PathAttributes path) {
    return new UpdateAttributes(
        path, false, Optional.empty(), Optional.empty(), List.of(), List.of());
  }
}
