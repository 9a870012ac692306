package io.readback.core.manifest;

import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong with one object, and knows where its values stand. */
final class ProblemReport {
  private final String file;
  private final int linesBefore;
  private Optional<ObjectRef> object = Optional.empty();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> hints = new ArrayList<>();

  /**
   * @param linesBefore lines of the file above the document
   */
  ProblemReport(String file, int linesBefore) {
    this.file = file;
    this.linesBefore = linesBefore;
  }

  /** Names the object that later problems concern. */
  void concerns(ObjectRef ref) {
    object = Optional.of(ref);
  }

  Origin origin(Node node) {
    return at(node.getStartMark());
  }

  Origin at(Optional<Mark> mark) {
    return new Origin(file, linesBefore + mark.map(Mark::getLine).orElse(0) + 1);
  }

  void add(Severity severity, Origin origin, String field, String message, String remedy) {
    problems.add(new Problem(severity, object, origin, field, message, remedy));
  }

  void add(
      ProblemCode code,
      Severity severity,
      Origin origin,
      String field,
      String message,
      String remedy) {
    problems.add(new Problem(code, severity, object, origin, field, message, remedy));
  }

  /** Something suspicious that works as written; only those who ask for hints hear of it. */
  void hint(ProblemCode code, Origin origin, String field, String message, String remedy) {
    hints.add(new Problem(code, code.severity(), object, origin, field, message, remedy));
  }

  List<Problem> hints() {
    return List.copyOf(hints);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }
}
