package io.readback.lab.router;

import io.readback.lab.LabException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what routers print as JSON. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static JsonNode parse(String source, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new LabException("%s gave no JSON: %s%n%s".formatted(source, e.getMessage(), text), e);
    }
  }

  /** A number, where there is one. */
  static OptionalLong number(JsonNode node) {
    return node.isNumber() ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
  }

  /** The words of a text; none where there is no text. */
  static List<String> words(JsonNode node) {
    String text = node.asString("").strip();
    return text.isEmpty() ? List.of() : List.of(text.split(" +"));
  }

  /** The texts of a list. */
  static List<String> texts(JsonNode list) {
    List<String> out = new ArrayList<>();
    list.forEach(n -> out.add(n.asString("")));
    return out;
  }
}
