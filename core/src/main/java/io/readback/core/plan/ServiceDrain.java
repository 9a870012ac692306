package io.readback.core.plan;

import io.readback.core.model.ServiceRef;
import io.readback.spi.target.TargetId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The drain of a Service's routes at one node.
 *
 * @param sessions those that the routes are, or would be, announced on
 */
public record ServiceDrain(ServiceRef service, SessionDrain drain, SortedSet<TargetId> sessions) {
  public ServiceDrain {
    sessions = Collections.unmodifiableSortedSet(new TreeSet<>(sessions));
  }
}
