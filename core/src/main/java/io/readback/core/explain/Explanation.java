package io.readback.core.explain;

import io.readback.core.model.ServiceRef;
import java.util.List;
import java.util.Optional;

/** The chain of one Service in order. */
public record Explanation(ServiceRef service, List<Step> steps) {
  public Explanation {
    steps = List.copyOf(steps);
  }

  /** The first step that failed: what to mend first. */
  public Optional<Step> firstFailed() {
    return steps.stream().filter(s -> s.status() == Step.Status.FAILED).findFirst();
  }
}
