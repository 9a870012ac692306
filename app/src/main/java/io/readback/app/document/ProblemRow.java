package io.readback.app.document;

import io.readback.core.model.ObjectRef;
import io.readback.core.model.Problem;
import java.util.Locale;

/**
 * A problem of a manifest or a part of the agent: an element of {@code problems} and of {@code
 * lint}.
 *
 * @param code see {@code docs/lint.md}
 * @param line 0 where it has none
 */
public record ProblemRow(
    String code,
    String severity,
    String file,
    int line,
    String object,
    String field,
    String message,
    String remedy) {
  public static ProblemRow of(Problem p) {
    return new ProblemRow(
        p.code().id(),
        p.severity().name().toLowerCase(Locale.ROOT),
        p.origin().file(),
        p.origin().line(),
        p.object().map(ObjectRef::toString).orElse(""),
        p.field(),
        p.message(),
        p.remedy());
  }
}
