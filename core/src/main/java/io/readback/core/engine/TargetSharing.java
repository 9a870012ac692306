package io.readback.core.engine;

import io.readback.core.model.ClusterState;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.core.plan.NodePlan;
import io.readback.core.plan.PlannedTarget;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which announcer serves which target: the one its manifest names, else the first that serves the
 * kind. Pure.
 *
 * @param targets by announcer name; an announcer without targets has an empty map
 * @param problems targets that nobody serves
 */
record TargetSharing(
    SortedMap<String, SortedMap<TargetId, DesiredTarget>> targets, List<Problem> problems) {
  /**
   * An announcer that may serve targets.
   *
   * @param kinds what it serves; empty while it is not known, so that its targets wait for it
   *     instead of wandering to another one and back
   */
  record Candidate(String name, Optional<Set<TargetKind>> kinds) {
    boolean serves(TargetKind kind) {
      return kinds.isEmpty() || kinds.get().contains(kind);
    }
  }

  static TargetSharing of(NodePlan plan, List<Candidate> candidates, ClusterState cluster) {
    SortedMap<String, SortedMap<TargetId, DesiredTarget>> shares = new TreeMap<>();
    candidates.forEach(c -> shares.put(c.name(), new TreeMap<>()));
    List<Problem> problems = new ArrayList<>();
    for (PlannedTarget target : plan.targets().values()) {
      Optional<Candidate> chosen =
          candidates.stream()
              .filter(c -> target.announcer().map(c.name()::equals).orElse(true))
              .filter(c -> c.serves(target.id().kind()))
              .findFirst();
      if (chosen.isPresent()) {
        SortedMap<TargetId, DesiredTarget> share = shares.get(chosen.get().name());
        if (share != null) {
          share.put(target.id(), target.desired());
        }
      } else {
        problems.add(unserved(target, candidates, cluster));
      }
    }
    return new TargetSharing(shares, problems);
  }

  private static Problem unserved(
      PlannedTarget target, List<Candidate> candidates, ClusterState cluster) {
    String running =
        candidates.isEmpty()
            ? "none runs"
            : "running are " + String.join(", ", candidates.stream().map(Candidate::name).toList());
    return new Problem(
        ProblemCode.AGENT,
        Severity.ERROR,
        Optional.of(target.configuredBy()),
        origin(target.configuredBy(), cluster),
        target.announcer().isPresent() ? "metadata.annotations[readback.io/announcer]" : "",
        target
            .announcer()
            .map(
                name ->
                    target.id().kind().words()
                        + " "
                        + target.id()
                        + " asks for the announcer '"
                        + name
                        + "', which is not there or serves no such target; "
                        + running)
            .orElse(
                "no announcer serves "
                    + target.id().kind().words()
                    + " "
                    + target.id()
                    + "; "
                    + running),
        "List a fitting announcer in the settings file and see `readback plugins` for what is installed");
  }

  private static Origin origin(ObjectRef object, ClusterState cluster) {
    if (cluster.clusterConfigs().containsKey(object.name())) {
      return cluster.clusterConfigs().get(object.name()).origin();
    }
    return cluster.nodeConfigs().containsKey(object.name())
        ? cluster.nodeConfigs().get(object.name()).origin()
        : Origin.UNKNOWN;
  }
}
