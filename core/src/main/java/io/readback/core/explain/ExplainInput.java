package io.readback.core.explain;

import io.readback.core.allocate.Allocations;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import io.readback.core.observe.ObservationBook;
import io.readback.core.plan.ClusterPlan;
import io.readback.core.verdict.Verdicts;
import java.util.List;

/**
 * What an explanation is made from, all of one moment.
 *
 * @param node the node this agent runs on: of its sessions our own end is known
 * @param problems all problems of manifests
 */
public record ExplainInput(
    String node,
    ClusterState cluster,
    List<Problem> problems,
    Allocations allocations,
    ClusterPlan plan,
    ObservationBook book,
    Verdicts verdicts) {
  public ExplainInput {
    problems = List.copyOf(problems);
  }
}
