package io.readback.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A file of results, one JSON object a line, each with the kind of measurement it is of. */
public final class JsonLines {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String KIND = "kind";

  private JsonLines() {}

  /** Adds a line. */
  public static void append(Path file, String kind, Object result) throws IOException {
    ObjectNode line = MAPPER.createObjectNode().put(KIND, kind);
    line.setAll((ObjectNode) MAPPER.valueToTree(result));
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** The results of one kind, in order. */
  public static <T> List<T> read(List<Path> files, String kind, Class<T> type) throws IOException {
    List<T> all = new ArrayList<>();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        JsonNode node = MAPPER.readTree(line);
        if (node.path(KIND).asString("").equals(kind)) {
          ((ObjectNode) node).remove(KIND);
          all.add(MAPPER.treeToValue(node, type));
        }
      }
    }
    return all;
  }
}
