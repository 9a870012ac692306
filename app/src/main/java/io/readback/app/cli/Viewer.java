package io.readback.app.cli;

import io.readback.app.api.Endpoint;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;

/** Fetches a document and prints it as asked. */
final class Viewer {
  /** Between two looks of {@code --watch}, in milliseconds. */
  private static final long WATCH_INTERVAL = 1000;

  /** How long an agent that has just started may take to read its sources. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Endpoint endpoint;
  private final OutputOptions output;
  private final PrintWriter out;
  private final PrintWriter err;
  private final DocumentPrinter printer;
  private boolean synced = true;

  Viewer(Endpoint endpoint, OutputOptions output, PrintWriter out, PrintWriter err) {
    this.endpoint = endpoint;
    this.output = output;
    this.out = out;
    this.err = err;
    this.printer = new DocumentPrinter(output, out);
  }

  /** Whether the agent had read its sources when the last document was fetched. */
  boolean synced() {
    return synced;
  }

  /** Shows {@code view}, and says by {@code judge} which exit code its document deserves. */
  int show(View view, ToIntFunction<JsonNode> judge) {
    return show(view.path(), judge, document -> printer.printTable(view, document));
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
        printer.print(document, table);
        last = document;
      }
      if (!output.watch || out.checkError() || !pause()) {
        return judge.applyAsInt(document);
      }
    }
  }

  /** Prints a document that is at hand. */
  void print(View view, JsonNode document) {
    printer.print(view, document);
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
