package io.readback.lab.router;

import io.readback.lab.LabException;
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
}
