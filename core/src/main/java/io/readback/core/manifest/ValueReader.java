package io.readback.core.manifest;

import io.readback.core.model.Origin;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One value of a manifest. Each reading either answers or reports why it cannot. */
final class ValueReader {
  /** Plain words that YAML 1.1, and so Kubernetes, takes for true and false. */
  private static final Set<String> OLD_FLAGS =
      Set.of("yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF");

  private static final int LONGEST_QUOTE = 60;

  private final ProblemReport report;
  private final String path;
  private final Node node;
  private final Origin origin;

  ValueReader(ProblemReport report, String path, Node node, Origin origin) {
    this.report = report;
    this.path = path;
    this.node = node;
    this.origin = origin;
  }

  Origin origin() {
    return origin;
  }

  String path() {
    return path;
  }

  boolean isObject() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isNull() {
    return isNull(node);
  }

  static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  /**
   * A text; a plain number or flag counts as what is written, with a warning since Kubernetes
   * refuses it.
   */
  Optional<String> text() {
    if (!(node instanceof ScalarNode scalar)) {
      return wrongType("a text");
    }
    boolean text = scalar.getTag().equals(Tag.STR);
    if (!text || scalar.isPlain() && OLD_FLAGS.contains(scalar.getValue())) {
      looseType(
          quoted()
              + " is "
              + (text ? "a flag (true or false) to Kubernetes" : typeName())
              + " and not a text, Kubernetes refuses it");
    }
    return Optional.of(scalar.getValue());
  }

  /** A text whose value may be shown to nobody, so that no fault quotes it. */
  Optional<String> hiddenText() {
    if (!(node instanceof ScalarNode scalar)) {
      return wrongType("a text");
    }
    if (!scalar.getTag().equals(Tag.STR)) {
      looseType("the value is not a text, Kubernetes refuses it");
    }
    return Optional.of(scalar.getValue());
  }

  OptionalLong integer(long min, long max) {
    if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.INT)) {
      if (node instanceof ScalarNode text && text.getValue().matches("[0-9]{1,19}")) {
        error(
            ProblemCode.WRONG_TYPE,
            quoted() + " is a text in quotes where a whole number is needed",
            "Write " + text.getValue() + " without quotes");
      } else {
        wrongType("a whole number");
      }
      return OptionalLong.empty();
    }
    Optional<BigInteger> value = parse(scalar.getValue());
    if (value.isEmpty()
        || value.get().compareTo(BigInteger.valueOf(min)) < 0
        || value.get().compareTo(BigInteger.valueOf(max)) > 0) {
      error(quoted() + " is not in the range " + min + " to " + max, "Use a value in the range");
      return OptionalLong.empty();
    }
    return OptionalLong.of(value.get().longValueExact());
  }

  OptionalInt integer32(int min, int max) {
    OptionalLong value = integer(min, max);
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }

  private static Optional<BigInteger> parse(String text) {
    String digits = text.startsWith("+") ? text.substring(1) : text;
    try {
      if (digits.length() > 64) {
        return Optional.empty();
      }
      if (digits.startsWith("0x")) {
        return Optional.of(new BigInteger(digits.substring(2), 16));
      }
      if (digits.startsWith("0o")) {
        return Optional.of(new BigInteger(digits.substring(2), 8));
      }
      return Optional.of(new BigInteger(digits));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  Optional<Boolean> flag() {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return Optional.of(Boolean.valueOf(scalar.getValue()));
    }
    if (node instanceof ScalarNode scalar
        && scalar.isPlain()
        && OLD_FLAGS.contains(scalar.getValue())) {
      String word = scalar.getValue().toLowerCase(Locale.ROOT);
      return Optional.of(word.equals("yes") || word.equals("on"));
    }
    return wrongType("true or false");
  }

  /** One of a few words. */
  <E> Optional<E> choice(Map<String, E> choices) {
    Optional<String> word = text();
    if (word.isEmpty()) {
      return Optional.empty();
    }
    E value = choices.get(word.get());
    if (value == null) {
      List<String> sorted = choices.keySet().stream().sorted().toList();
      error(
          quoted() + " is not one of " + String.join(", ", sorted),
          NearestName.of(word.get(), sorted)
              .map(n -> "Did you mean " + n + "?")
              .orElse("Use one of them"));
      return Optional.empty();
    }
    return Optional.of(value);
  }

  Optional<IpAddress> address() {
    Optional<String> text = text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<IpAddress> address = IpAddress.tryParse(text.get());
    if (address.isEmpty()) {
      error(
          quoted() + " is not an IP address",
          text.get().contains("/")
              ? "Write the address without a prefix length"
              : "Write an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1");
    }
    return address;
  }

  /** A prefix; host bits are cleared with a notice. */
  Optional<IpPrefix> prefix() {
    Optional<String> text = text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<IpPrefix> prefix = IpPrefix.tryParseMasked(text.get());
    if (prefix.isEmpty()) {
      error(
          quoted() + " is not a prefix in CIDR form",
          IpAddress.tryParse(text.get()).isPresent()
              ? "Add a prefix length, for one address /32 (IPv4) or /128 (IPv6)"
              : "Write a network and its length such as 192.0.2.0/24 or 2001:db8::/64");
    } else if (!prefix.get().network().equals(addressOf(text.get()))) {
      report.add(
          ProblemCode.HOST_BITS,
          Severity.NOTICE,
          origin,
          path,
          quoted() + " has host bits set and counts as " + prefix.get(),
          "Write " + prefix.get());
    }
    return prefix;
  }

  private static IpAddress addressOf(String cidr) {
    return IpAddress.parse(cidr.substring(0, cidr.indexOf('/')));
  }

  Optional<FieldReader> object() {
    if (node instanceof MappingNode mapping) {
      return Optional.of(new FieldReader(report, path, mapping, origin));
    }
    return wrongType("an object with fields");
  }

  /** This value as an object that stands for itself, with paths from its own top. */
  Optional<FieldReader> topObject(ProblemReport own) {
    return object().map(ignored -> new FieldReader(own, "", (MappingNode) node, origin));
  }

  List<ValueReader> items() {
    if (!(node instanceof SequenceNode sequence)) {
      wrongType("a list");
      return List.of();
    }
    List<ValueReader> items = new ArrayList<>();
    int index = 0;
    for (Node item : sequence.getValue()) {
      items.add(new ValueReader(report, path + "[" + index++ + "]", item, report.origin(item)));
    }
    return items;
  }

  /** What is written, whatever its type; empty for lists and objects. */
  String scalar() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** What stands here, fit for a message. */
  String quoted() {
    if (!(node instanceof ScalarNode scalar)) {
      return typeName();
    }
    String value = scalar.getValue().replaceAll("\\p{Cntrl}", " ");
    return "'"
        + (value.length() > LONGEST_QUOTE ? value.substring(0, LONGEST_QUOTE) + "…" : value)
        + "'";
  }

  /** A value that is not allowed. */
  void error(String message, String remedy) {
    error(ProblemCode.BAD_VALUE, message, remedy);
  }

  void error(ProblemCode code, String message, String remedy) {
    report.add(code, Severity.ERROR, origin, path, message, remedy);
  }

  void warning(String message, String remedy) {
    report.add(ProblemCode.BAD_VALUE, Severity.WARNING, origin, path, message, remedy);
  }

  void notice(String message, String remedy) {
    report.add(Severity.NOTICE, origin, path, message, remedy);
  }

  void notice(ProblemCode code, String message, String remedy) {
    report.add(code, Severity.NOTICE, origin, path, message, remedy);
  }

  /** A value of another type, which Kubernetes refuses. */
  private void looseType(String message) {
    report.add(ProblemCode.WRONG_TYPE, Severity.WARNING, origin, path, message, "Put it in quotes");
  }

  private <T> Optional<T> wrongType(String wanted) {
    String found = node instanceof ScalarNode && !isNull() ? scalarFound() : typeName();
    error(
        ProblemCode.WRONG_TYPE,
        "needs " + wanted + " but has " + found,
        "Write " + wanted + " here");
    return Optional.empty();
  }

  private String scalarFound() {
    return typeName() + " " + quoted();
  }

  private String typeName() {
    if (node instanceof MappingNode) {
      return "an object";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return "nothing";
    }
    if (tag.equals(Tag.BOOL)) {
      return "a flag (true or false)";
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? "a number" : "the text";
  }
}
