package io.readback.app.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints a document as asked. */
final class DocumentPrinter {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final PrintOptions output;
  private final PrintWriter out;

  DocumentPrinter(PrintOptions output, PrintWriter out) {
    this.output = output;
    this.out = out;
  }

  void print(View view, JsonNode document) {
    print(document, d -> printTable(view, d));
  }

  /** Prints a document, with a layout of its own in place of a table. */
  void print(JsonNode document, Consumer<JsonNode> table) {
    switch (output.format) {
      case TABLE, WIDE -> table.accept(document);
      case JSON -> out.println(JSON.writeValueAsString(document));
      case YAML -> out.print(yaml(document));
    }
    out.flush();
  }

  void printTable(View view, JsonNode document) {
    if (document.isEmpty()) {
      out.println(view.empty());
      return;
    }
    new TablePrinter(view.columns(), isWide(), output.colors()).print(document, out);
  }

  boolean isWide() {
    return output.format == PrintOptions.Format.WIDE;
  }

  private static String yaml(JsonNode document) {
    DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    @Nullable Object plain = JSON.treeToValue(document, Object.class);
    return new Dump(settings).dumpToString(plain);
  }
}
