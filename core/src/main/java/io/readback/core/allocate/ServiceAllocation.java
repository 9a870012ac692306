package io.readback.core.allocate;

import io.readback.core.model.ServiceRef;
import java.util.List;

/**
 * What a Service has got.
 *
 * @param vips in the order they were given
 * @param conditions what to say in the Service's status
 */
public record ServiceAllocation(ServiceRef service, List<Vip> vips, List<Condition> conditions) {
  public ServiceAllocation {
    vips = List.copyOf(vips);
    conditions = List.copyOf(conditions);
  }
}
