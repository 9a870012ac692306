package io.readback.core.lint;

import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what rules find. */
final class Findings {
  private final List<Problem> problems = new ArrayList<>();

  /** A finding of the code's own severity. */
  void add(
      ProblemCode code,
      ObjectRef object,
      Origin origin,
      String field,
      String message,
      String remedy) {
    add(code, code.severity(), object, origin, field, message, remedy);
  }

  void add(
      ProblemCode code,
      Severity severity,
      ObjectRef object,
      Origin origin,
      String field,
      String message,
      String remedy) {
    problems.add(new Problem(code, severity, Optional.of(object), origin, field, message, remedy));
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }
}
