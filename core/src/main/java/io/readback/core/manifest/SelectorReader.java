package io.readback.core.manifest;

import io.readback.core.model.LabelSelector;
import io.readback.core.model.LabelSelector.Operator;
import io.readback.core.model.LabelSelector.Requirement;
import io.readback.core.model.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Kubernetes' LabelSelector: {@code matchLabels} and {@code matchExpressions}. */
final class SelectorReader {
  private static final Map<String, Operator> OPERATORS =
      Map.of(
          "In", Operator.IN,
          "NotIn", Operator.NOT_IN,
          "Exists", Operator.EXISTS,
          "DoesNotExist", Operator.DOES_NOT_EXIST);

  private SelectorReader() {}

  /** Empty when a part is broken: a selector with a part left out would select too much. */
  static Optional<LabelSelector> read(FieldReader fields) {
    return read(fields, false);
  }

  /** As {@link #read}, and broken too where a value or an expression stands twice. */
  static Optional<LabelSelector> readDistinct(FieldReader fields) {
    return read(fields, true);
  }

  private static Optional<LabelSelector> read(FieldReader fields, boolean distinct) {
    Optional<FieldReader> exact = fields.object("matchLabels");
    Labels labels = exact.map(FieldReader::allTexts).orElse(Labels.NONE);
    boolean exactWhole =
        exact.isPresent()
            ? labels.values().size() == exact.get().names().size()
            : !fields.has("matchLabels");
    Optional<ValueReader> list = fields.value("matchExpressions");
    List<ValueReader> expressions = list.map(ValueReader::items).orElse(List.of());
    List<Requirement> requirements = new ArrayList<>();
    for (ValueReader expression : expressions) {
      expression.object().flatMap(e -> requirement(e, distinct)).ifPresent(requirements::add);
    }
    fields.finish();
    boolean repeats = distinct && new HashSet<>(requirements).size() < requirements.size();
    if (repeats) {
      fields.error("matchExpressions", "an expression is given twice", "Keep one of them");
    }
    boolean whole =
        exactWhole
            && !repeats
            && requirements.size() == expressions.size()
            && list.map(ValueReader::isList).orElse(true);
    return whole ? Optional.of(new LabelSelector(labels, requirements)) : Optional.empty();
  }

  private static Optional<Requirement> requirement(FieldReader fields, boolean distinct) {
    Optional<String> key = fields.requiredText("key");
    Optional<Operator> operator =
        fields.required("operator").flatMap(value -> value.choice(OPERATORS));
    List<ValueReader> items = fields.items("values");
    SortedSet<String> values = new TreeSet<>();
    items.forEach(item -> item.text().ifPresent(values::add));
    fields.finish();
    if (key.isEmpty() || operator.isEmpty()) {
      return Optional.empty();
    }
    boolean needsValues = operator.get() == Operator.IN || operator.get() == Operator.NOT_IN;
    if (needsValues && values.isEmpty()) {
      fields.error("values", "In and NotIn need at least one value", "Add values");
      return Optional.empty();
    }
    if (!needsValues && fields.has("values") && !items.isEmpty()) {
      fields.error("values", "Exists and DoesNotExist take no values", "Remove the values");
      return Optional.empty();
    }
    if (distinct && values.size() < items.size()) {
      fields.error("values", "a value is given twice", "Keep one of them");
      return Optional.empty();
    }
    return Optional.of(new Requirement(key.get(), operator.get(), values));
  }
}
