package io.readback.app.agent;

import io.readback.core.model.Problem;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Logs each problem once when it appears, and once when it is gone. For one thread. */
final class ProblemLog {
  private static final System.Logger LOG = System.getLogger(ProblemLog.class.getName());
  private List<Problem> last = List.of();
  private Set<String> known = Set.of();

  void update(List<Problem> problems) {
    if (problems == last) {
      return;
    }
    last = problems;
    Set<String> now = new LinkedHashSet<>();
    for (Problem problem : problems) {
      String text = problem.toString();
      if (now.add(text) && !known.contains(text)) {
        LOG.log(level(problem), text);
      }
    }
    for (String text : known) {
      if (!now.contains(text)) {
        LOG.log(Level.INFO, "no more: {0}", text);
      }
    }
    known = now;
  }

  private static Level level(Problem problem) {
    return switch (problem.severity()) {
      case NOTICE -> Level.INFO;
      case WARNING -> Level.WARNING;
      case ERROR -> Level.ERROR;
    };
  }
}
