package io.readback.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pool of VIPs.
 *
 * @param serviceSelector which Services it serves; empty: all. May use the keys {@code
 *     io.kubernetes.service.name} and {@code io.kubernetes.service.namespace}
 * @param disabled no new allocations
 * @param firstLastUsable whether the first and last address of a CIDR block of four addresses or
 *     more are given out
 * @param created decides which of two overlapping pools is the newer one
 */
public record AddressPool(
    String name,
    Dialect dialect,
    List<AddressBlock> blocks,
    Optional<LabelSelector> serviceSelector,
    boolean disabled,
    boolean firstLastUsable,
    Optional<Instant> created,
    Origin origin) {
  public AddressPool {
    blocks = List.copyOf(blocks);
  }
}
