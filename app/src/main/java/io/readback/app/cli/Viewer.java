package io.readback.app.cli;

import io.readback.app.api.Endpoint;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Fetches a document and prints it as asked. */
final class Viewer {
  /** Between two looks of {@code --watch}, in milliseconds. */
  private static final long WATCH_INTERVAL = 1000;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** How long an agent that has just started may take to read its sources. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Endpoint endpoint;
  private final OutputOptions output;
  private final PrintWriter out;
  private final PrintWriter err;
  private boolean synced = true;

  Viewer(Endpoint endpoint, OutputOptions output, PrintWriter out, PrintWriter err) {
    this.endpoint = endpoint;
    this.output = output;
    this.out = out;
    this.err = err;
  }

  /** Whether the agent had read its sources when the last document was fetched. */
  boolean synced() {
    return synced;
  }

  /** Shows {@code view}, and says by {@code judge} which exit code its document deserves. */
  int show(View view, ToIntFunction<JsonNode> judge) {
    return show(view.path(), judge, document -> printTable(view, document));
  }

  /** As {@link #show(View, ToIntFunction)} with a layout of its own in place of a table. */
  int show(
      String path, ToIntFunction<JsonNode> judge, java.util.function.Consumer<JsonNode> table) {
    JsonNode last = null;
    while (true) {
      JsonNode document = fetch(path);
      if (!document.equals(last)) {
        if (last != null && output.colors()) {
          out.print("\u001b[H\u001b[2J");
        } else if (last != null) {
          out.println();
        }
        print(document, table);
        last = document;
      }
      if (!output.watch || out.checkError() || !pause()) {
        return judge.applyAsInt(document);
      }
    }
  }

  /** Prints a document that is at hand. */
  void print(View view, JsonNode document) {
    print(document, d -> printTable(view, d));
  }

  private JsonNode fetch(String path) {
    ApiClient.Answer answer = new ApiClient(endpoint).getSynced(path, PATIENCE);
    if (synced && !answer.synced()) {
      err.println(
          "readback: the agent has not read its manifests completely yet, this is not all;"
              + " 'readback problems' may say why");
      err.flush();
    }
    synced = answer.synced();
    if (answer.status() == 200) {
      return answer.document();
    }
    String message =
        answer.document().path("error").asString("the agent answered " + answer.status());
    throw new CommandFailure(answer.status() == 400 ? ExitCode.USAGE : ExitCode.WRONG, message);
  }

  private void print(JsonNode document, java.util.function.Consumer<JsonNode> table) {
    switch (output.format) {
      case TABLE, WIDE -> table.accept(document);
      case JSON -> out.println(JSON.writeValueAsString(document));
      case YAML -> out.print(yaml(document));
    }
    out.flush();
  }

  private void printTable(View view, JsonNode document) {
    if (document.isEmpty()) {
      out.println(view.empty());
      return;
    }
    new TablePrinter(view.columns(), output.format == OutputOptions.Format.WIDE, output.colors())
        .print(document, out);
  }

  private static String yaml(JsonNode document) {
    DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    @Nullable Object plain = JSON.treeToValue(document, Object.class);
    return new Dump(settings).dumpToString(plain);
  }

  private static boolean pause() {
    try {
      Thread.sleep(WATCH_INTERVAL);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
