package io.readback.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A column of a table.
 *
 * @param wide shown with {@code -o wide} only
 */
record Column(String header, boolean wide, Function<JsonNode, String> text) {
  /** The field of the same name as the header, unless another name is given. */
  static Column field(String header, String field) {
    return new Column(header, false, row -> scalar(row.path(field)));
  }

  static Column wide(String header, String field) {
    return new Column(header, true, row -> scalar(row.path(field)));
  }

  static Column of(String header, Function<JsonNode, String> text) {
    return new Column(header, false, text);
  }

  static Column wideOf(String header, Function<JsonNode, String> text) {
    return new Column(header, true, text);
  }

  /** A value on one line; lists are joined by commas, absent values print as a dash. */
  static String scalar(JsonNode node) {
    if (node.isArray()) {
      List<String> parts = new ArrayList<>();
      node.forEach(n -> parts.add(n.asString()));
      return parts.isEmpty() ? "-" : String.join(",", parts);
    }
    if (node.isMissingNode() || node.isNull()) {
      return "-";
    }
    String text = node.asString();
    return text.isEmpty() ? "-" : text;
  }

  /** Seconds as a person says them: 42s, 3m10s, 5h07m, 12d04h. */
  static String duration(JsonNode seconds) {
    if (!seconds.isNumber()) {
      return "-";
    }
    long s = seconds.asLong();
    if (s < 60) {
      return s + "s";
    }
    if (s < 3600) {
      return String.format(Locale.ROOT, "%dm%02ds", s / 60, s % 60);
    }
    if (s < 86_400) {
      return String.format(Locale.ROOT, "%dh%02dm", s / 3600, s % 3600 / 60);
    }
    return String.format(Locale.ROOT, "%dd%02dh", s / 86_400, s % 86_400 / 3600);
  }
}
