package io.readback.core.model;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A step from one state of the cluster to the next, with what it touched, so that its cost is that
 * of the change.
 *
 * @param state the state after the step
 * @param services Services that were added, changed or removed themselves or in their endpoints
 * @param configuration whether anything besides Services and their endpoints changed
 */
public record ClusterChange(
    ClusterState state, SortedSet<ServiceRef> services, boolean configuration) {
  public ClusterChange {
    services = Collections.unmodifiableSortedSet(new TreeSet<>(services));
  }
}
