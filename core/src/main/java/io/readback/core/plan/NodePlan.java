package io.readback.core.plan;

import io.readback.core.model.Problem;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The targets of one node.
 *
 * @param problems what kept targets from being made, or makes them doubtful
 */
public record NodePlan(
    String node, SortedMap<TargetId, PlannedTarget> targets, List<Problem> problems) {
  public NodePlan {
    targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
    problems = List.copyOf(problems);
  }

  /** The plan of a node that has no target. */
  public static NodePlan empty(String node) {
    return new NodePlan(node, new TreeMap<>(), List.of());
  }

  /** Those of the targets that are BGP sessions. */
  public SortedMap<TargetId, PlannedTarget> sessions() {
    SortedMap<TargetId, PlannedTarget> out = new TreeMap<>();
    targets.forEach(
        (id, target) -> {
          if (target.isSession()) {
            out.put(id, target);
          }
        });
    return out;
  }

  /** What the announcers of this node are given. */
  public SortedMap<TargetId, DesiredTarget> desired() {
    SortedMap<TargetId, DesiredTarget> out = new TreeMap<>();
    targets.forEach((id, t) -> out.put(id, t.desired()));
    return out;
  }
}
