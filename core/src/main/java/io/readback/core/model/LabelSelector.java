package io.readback.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A Kubernetes label selector: all requirements must hold; none at all selects everything. */
public record LabelSelector(Labels matchLabels, List<Requirement> matchExpressions) {
  public static final LabelSelector EVERYTHING = new LabelSelector(Labels.NONE, List.of());

  public LabelSelector {
    matchExpressions = List.copyOf(matchExpressions);
  }

  /** One of {@code matchExpressions}. */
  public record Requirement(String key, Operator operator, SortedSet<String> values) {
    public Requirement {
      values = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(values));
    }

    boolean matches(Labels labels) {
      boolean in = labels.has(key) && values.contains(labels.get(key, ""));
      return switch (operator) {
        case IN -> in;
        case NOT_IN -> !in;
        case EXISTS -> labels.has(key);
        case DOES_NOT_EXIST -> !labels.has(key);
      };
    }

    @Override
    public String toString() {
      return switch (operator) {
        case IN -> key + " in " + values;
        case NOT_IN -> key + " notin " + values;
        case EXISTS -> key;
        case DOES_NOT_EXIST -> "!" + key;
      };
    }
  }

  /** The operators of {@code matchExpressions}. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  public boolean matches(Labels labels) {
    return labels.values().entrySet().containsAll(matchLabels.values().entrySet())
        && matchExpressions.stream().allMatch(r -> r.matches(labels));
  }

  /** {@code a=b, c in [d]}; an empty selector prints as {@code everything}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    matchLabels.values().forEach((k, v) -> parts.add(k + "=" + v));
    matchExpressions.forEach(r -> parts.add(r.toString()));
    return parts.isEmpty() ? "everything" : String.join(", ", parts);
  }
}
