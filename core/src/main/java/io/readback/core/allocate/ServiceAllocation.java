package io.readback.core.allocate;

import io.readback.core.model.Dialect;
import io.readback.core.model.ServiceRef;
import java.util.List;
import java.util.Optional;

/**
 * What a Service has got.
 *
 * @param dialect the one that serves the Service, whose advertisements announce it; READBACK where
 *     both dialects claim it and so neither serves it
 * @param vips in the order they were given
 * @param conditions what to say in the Service's status
 */
public record ServiceAllocation(
    ServiceRef service, Dialect dialect, List<Vip> vips, List<Condition> conditions) {
  public ServiceAllocation {
    vips = List.copyOf(vips);
    conditions = List.copyOf(conditions);
  }

  /** What is said where both dialects claim the Service; false where it is served by neither. */
  public Optional<Condition> claimedByBoth() {
    return conditions.stream()
        .filter(c -> c.type().equals(Ownership.CONFLICT))
        .filter(c -> !c.reason().equals(Ownership.SERVED_BY_NEITHER))
        .findFirst();
  }
}
