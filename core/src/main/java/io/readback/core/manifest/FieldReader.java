package io.readback.core.manifest;

import io.readback.core.model.LabelSelector;
import io.readback.core.model.Labels;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The fields of one object in a manifest. A field that is null counts as absent, as in Kubernetes.
 * Asking for a field makes it known; {@link #finish()} reports those that nobody asked for.
 */
final class FieldReader {
  private final ProblemReport report;
  private final String path;
  private final Origin origin;
  private final Map<String, NodeTuple> fields = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();

  FieldReader(ProblemReport report, String path, MappingNode node, Origin origin) {
    this.report = report;
    this.path = path;
    this.origin = origin;
    collect(node);
  }

  private void collect(MappingNode node) {
    List<Node> merged = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        report.add(
            ProblemCode.WRONG_TYPE,
            Severity.ERROR,
            report.origin(tuple.getKeyNode()),
            path,
            "a field's name is a list or an object, it has no effect",
            "Use plain words as names of fields");
      } else if (key.getValue().equals("<<") && key.isPlain()) {
        merged.add(tuple.getValueNode());
      } else if (fields.putIfAbsent(key.getValue(), tuple) != null) {
        report.add(
            ProblemCode.DUPLICATE_FIELD,
            Severity.ERROR,
            report.origin(key),
            pathOf(key.getValue()),
            "the field is given twice, the second one has no effect",
            "Keep one of them");
      }
    }
    merged.forEach(this::merge);
  }

  /** YAML's merge key: fields that are written out win, then the first of several sources. */
  private void merge(Node source) {
    if (source instanceof SequenceNode sources) {
      sources.getValue().forEach(this::mergeOne);
    } else {
      mergeOne(source);
    }
  }

  private void mergeOne(Node source) {
    if (!(source instanceof MappingNode mapping)) {
      report.add(
          ProblemCode.WRONG_TYPE,
          Severity.ERROR,
          report.origin(source),
          pathOf("<<"),
          "a merge takes an object, this one has no effect",
          "Refer to an object, or write the fields out");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key && !key.getValue().equals("<<")) {
        fields.putIfAbsent(key.getValue(), tuple);
      }
    }
  }

  Origin origin() {
    return origin;
  }

  String pathOf(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  boolean has(String field) {
    NodeTuple tuple = fields.get(field);
    return tuple != null && !ValueReader.isNull(tuple.getValueNode());
  }

  Set<String> names() {
    return fields.keySet();
  }

  Optional<ValueReader> value(String field) {
    known.add(field);
    NodeTuple tuple = fields.get(field);
    if (tuple == null || ValueReader.isNull(tuple.getValueNode())) {
      return Optional.empty();
    }
    return Optional.of(
        new ValueReader(
            report, pathOf(field), tuple.getValueNode(), report.origin(tuple.getKeyNode())));
  }

  /** As {@link #value}, reporting where there is none. */
  Optional<ValueReader> required(String field) {
    Optional<ValueReader> value = value(field);
    if (value.isEmpty()) {
      error(ProblemCode.MISSING_FIELD, field, "the field is missing", "Add " + field);
    }
    return value;
  }

  Optional<String> text(String field) {
    return value(field).flatMap(ValueReader::text);
  }

  /** A text of at least one character. */
  Optional<String> requiredText(String field) {
    return required(field).flatMap(FieldReader::nonEmpty);
  }

  private static Optional<String> nonEmpty(ValueReader value) {
    Optional<String> text = value.text();
    if (text.isPresent() && text.get().isBlank()) {
      value.error(ProblemCode.BAD_VALUE, "must not be empty", "Give it a value");
      return Optional.empty();
    }
    return text;
  }

  OptionalLong integer(String field, long min, long max) {
    Optional<ValueReader> value = value(field);
    return value.isPresent() ? value.get().integer(min, max) : OptionalLong.empty();
  }

  OptionalInt integer32(String field, int min, int max) {
    Optional<ValueReader> value = value(field);
    return value.isPresent() ? value.get().integer32(min, max) : OptionalInt.empty();
  }

  boolean flag(String field, boolean fallback) {
    return value(field).flatMap(ValueReader::flag).orElse(fallback);
  }

  <E> Optional<E> choice(String field, Map<String, E> choices) {
    return value(field).flatMap(v -> v.choice(choices));
  }

  Optional<IpAddress> address(String field) {
    return value(field).flatMap(ValueReader::address);
  }

  Optional<FieldReader> object(String field) {
    return value(field).flatMap(ValueReader::object);
  }

  List<ValueReader> items(String field) {
    return value(field).map(ValueReader::items).orElse(List.of());
  }

  /** The items of a list of objects; those that are none are reported and left out. */
  List<FieldReader> objects(String field) {
    return items(field).stream().flatMap(item -> item.object().stream()).toList();
  }

  /** The addresses of a list; what is none is reported and left out. */
  List<IpAddress> addresses(String field) {
    return items(field).stream().flatMap(item -> item.address().stream()).toList();
  }

  /** A map of texts. */
  Labels labels(String field) {
    return object(field).map(FieldReader::allTexts).orElse(Labels.NONE);
  }

  /** Every field as a text; what is none is reported and left out. */
  Labels allTexts() {
    SortedMap<String, String> texts = new TreeMap<>();
    for (String name : names()) {
      value(name).flatMap(ValueReader::text).ifPresent(text -> texts.put(name, text));
    }
    return Labels.of(texts);
  }

  /** A label selector; empty when absent, and when it is broken, which {@link #has} tells apart. */
  Optional<LabelSelector> selector(String field) {
    return object(field).flatMap(SelectorReader::read);
  }

  /** Fields that are known but not used. */
  void skip(String... fields) {
    known.addAll(List.of(fields));
  }

  /** Reports the fields that were never asked for. */
  void finish() {
    for (Map.Entry<String, NodeTuple> field : fields.entrySet()) {
      String name = field.getKey();
      if (!known.contains(name)) {
        report.add(
            ProblemCode.UNKNOWN_FIELD,
            Severity.WARNING,
            report.origin(field.getValue().getKeyNode()),
            pathOf(name),
            "the field is unknown and has no effect",
            NearestName.of(name, known)
                .map(n -> "Did you mean " + n + "?")
                .orElse("Remove it; known here are " + String.join(", ", known)));
      }
    }
  }

  void error(String field, String message, String remedy) {
    report.add(Severity.ERROR, originOf(field), pathOf(field), message, remedy);
  }

  void error(ProblemCode code, String field, String message, String remedy) {
    report.add(code, Severity.ERROR, originOf(field), pathOf(field), message, remedy);
  }

  void warning(String field, String message, String remedy) {
    report.add(Severity.WARNING, originOf(field), pathOf(field), message, remedy);
  }

  void warning(ProblemCode code, String field, String message, String remedy) {
    report.add(code, Severity.WARNING, originOf(field), pathOf(field), message, remedy);
  }

  void notice(ProblemCode code, String field, String message, String remedy) {
    report.add(code, Severity.NOTICE, originOf(field), pathOf(field), message, remedy);
  }

  /** Says that a field, where it is present, has a newer form. */
  void deprecated(String field, String message, String remedy) {
    if (has(field)) {
      report.hint(ProblemCode.DEPRECATED_FIELD, originOf(field), pathOf(field), message, remedy);
    }
  }

  /** A hint about a field, see {@link ProblemReport#hint}. */
  void hint(ProblemCode code, String field, String message, String remedy) {
    report.hint(code, originOf(field), pathOf(field), message, remedy);
  }

  void notice(String field, String message, String remedy) {
    report.add(Severity.NOTICE, originOf(field), pathOf(field), message, remedy);
  }

  /** A problem of this object as a whole. */
  void error(String message, String remedy) {
    report.add(Severity.ERROR, origin, path, message, remedy);
  }

  private Origin originOf(String field) {
    NodeTuple tuple = fields.get(field);
    return tuple == null ? origin : report.origin(tuple.getKeyNode());
  }
}
