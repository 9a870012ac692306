package io.readback.core.verdict;

import io.readback.core.allocate.Allocations;
import io.readback.core.model.ClusterState;
import io.readback.core.observe.ObservationBook;
import io.readback.core.plan.ClusterPlan;
import java.time.Instant;

/**
 * What verdicts are made from.
 *
 * @param node the node this agent runs on: of its sessions both ends are known
 * @param expectations advanced to what {@code plan} expects at each router
 * @param now the moment of the verdict, by the clock that dates the looks
 */
public record JudgeInput(
    String node,
    ClusterState cluster,
    Allocations allocations,
    ClusterPlan plan,
    ExpectationLog expectations,
    ObservationBook book,
    Instant now) {}
