package io.readback.core.plan;

import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.ServiceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** BgpRouteSettings that contradict each other, with the Services at which they do. */
final class SettingsConflicts {
  private final Map<ServiceRef, Set<RouteRules.Conflict>> byService = new HashMap<>();
  private final Map<RouteRules.Conflict, TreeSet<ServiceRef>> services = new HashMap<>();
  private List<Problem> problems = List.of();
  private boolean stale;

  /** Takes what contradicts itself at a Service now. */
  void put(ServiceRef service, Set<RouteRules.Conflict> conflicts) {
    Set<RouteRules.Conflict> before =
        conflicts.isEmpty() ? byService.remove(service) : byService.put(service, conflicts);
    Set<RouteRules.Conflict> had = before == null ? Set.of() : before;
    if (had.equals(conflicts)) {
      return;
    }
    stale = true;
    for (RouteRules.Conflict gone : had) {
      services.computeIfPresent(
          gone,
          (c, at) -> {
            at.remove(service);
            return at.isEmpty() ? null : at;
          });
    }
    conflicts.forEach(c -> services.computeIfAbsent(c, k -> new TreeSet<>()).add(service));
  }

  /** The same list until something changes. */
  List<Problem> problems() {
    if (stale) {
      stale = false;
      List<Problem> out = new ArrayList<>();
      services.forEach((conflict, at) -> out.add(problem(conflict, at)));
      out.sort(null);
      problems = List.copyOf(out);
    }
    return problems;
  }

  private static Problem problem(RouteRules.Conflict conflict, TreeSet<ServiceRef> at) {
    return new Problem(
        ProblemCode.SETTINGS_CONFLICT,
        Severity.WARNING,
        Optional.of(conflict.younger().ref()),
        conflict.younger().origin(),
        "spec." + conflict.field(),
        "has no effect on routes of Service "
            + at.first()
            + (at.size() > 1 ? " and " + (at.size() - 1) + " more" : "")
            + ": BgpRouteSettings "
            + conflict.older().name()
            + " sets it too, to another value",
        "let one of the two set the field, or select different Services or peers");
  }
}
