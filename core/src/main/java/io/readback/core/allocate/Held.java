package io.readback.core.allocate;

import io.readback.core.allocate.ServiceRequest.Turn;
import java.util.List;

/** One Service as its dialect's allocator follows it. */
interface Held {
  Turn turn();

  List<Vip> vips();

  /** Whether it has all it asks for. */
  boolean isSatisfied();

  /** Sets what is said of a Service that has all it asks for. */
  void satisfied();

  ServiceAllocation toAllocation();
}
