package io.readback.core.model;

import java.util.Comparator;
import java.util.Optional;

/**
 * Something wrong with a manifest or between manifests. It concerns its object alone; everything
 * else keeps working.
 *
 * @param code what sort of problem it is
 * @param object the object concerned; empty where a file could not be read as objects
 * @param origin the line of the field, or of the object
 * @param field dotted path from the top of the object, such as {@code spec.blocks[0].start}; empty:
 *     the whole object
 * @param message what is wrong and why, one sentence
 * @param remedy what to do, one sentence; may be empty
 */
public record Problem(
    ProblemCode code,
    Severity severity,
    Optional<ObjectRef> object,
    Origin origin,
    String field,
    String message,
    String remedy)
    implements Comparable<Problem> {
  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::origin)
          .thenComparing(Problem::field)
          .thenComparing(Problem::message);

  /** A problem of a sort that has no code of its own: it goes by the kind of its object. */
  public Problem(
      Severity severity,
      Optional<ObjectRef> object,
      Origin origin,
      String field,
      String message,
      String remedy) {
    this(ProblemCode.of(object), severity, object, origin, field, message, remedy);
  }

  /** How bad it is. */
  public enum Severity {
    /** Worth knowing; the object works. */
    NOTICE,
    /** Probably not what was meant; the object works. */
    WARNING,
    /** The field or the object has no effect. */
    ERROR
  }

  /** The same problem at another place. */
  public Problem at(Origin other) {
    return new Problem(code, severity, object, other, field, message, remedy);
  }

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line: severity: object: field: message. remedy} */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append(origin)
        .append(": ")
        .append(severity.name().toLowerCase(java.util.Locale.ROOT))
        .append(": ");
    object.ifPresent(o -> out.append(o).append(": "));
    if (!field.isEmpty()) {
      out.append(field).append(": ");
    }
    out.append(message);
    if (!remedy.isEmpty()) {
      out.append(" (").append(remedy).append(')');
    }
    return out.toString();
  }
}
