package io.readback.core.diff;

import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpPrefix;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A route of a node's kernel that comes, goes or changes.
 *
 * @param services that cause it, afterwards or before
 */
public record KernelChange(
    KernelKey key,
    IpPrefix prefix,
    SortedSet<ServiceRef> services,
    Optional<KernelPicture.Row> before,
    Optional<KernelPicture.Row> after) {
  public KernelChange {
    services = Collections.unmodifiableSortedSet(services);
  }

  public Kind kind() {
    return before.isEmpty() ? Kind.ADDED : after.isEmpty() ? Kind.WITHDRAWN : Kind.CHANGED;
  }

  /** What happens to a route. */
  public enum Kind {
    ADDED,
    WITHDRAWN,
    CHANGED
  }
}
