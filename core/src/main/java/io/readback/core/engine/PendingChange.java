package io.readback.core.engine;

import io.readback.core.model.ClusterChange;
import io.readback.core.model.Problem;
import io.readback.core.model.ServiceRef;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a source told and the core has not taken yet: steps that come meanwhile are joined to one.
 */
record PendingChange(ClusterChange change, List<Problem> problems, boolean synced) {
  PendingChange {
    problems = List.copyOf(problems);
  }

  PendingChange then(PendingChange later) {
    return new PendingChange(join(change, later.change), later.problems, later.synced);
  }

  static ClusterChange join(ClusterChange first, ClusterChange second) {
    if (first.services().isEmpty()) {
      return new ClusterChange(
          second.state(), second.services(), first.configuration() || second.configuration());
    }
    SortedSet<ServiceRef> services = new TreeSet<>(first.services());
    services.addAll(second.services());
    return new ClusterChange(
        second.state(), services, first.configuration() || second.configuration());
  }
}
