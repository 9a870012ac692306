package io.readback.app.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "explain",
    description =
        "The whole chain from a Service to the routers' forwarding tables; the first failing step is marked.")
final class ExplainCommand extends ViewCommand {
  private static final Map<String, String> MARKS =
      Map.of(
          "ok",
          "ok      ",
          "failed",
          "FAILED  ",
          "pending",
          "pending ",
          "unknown",
          "unknown ",
          "skipped",
          "skipped ");
  private static final Map<String, String> COLORS =
      Map.of("ok", "32", "failed", "31;1", "pending", "33", "unknown", "33", "skipped", "2");

  @Parameters(paramLabel = "SERVICE", description = "The Service, as namespace/name.")
  private String service = "";

  @Override
  int view(Viewer viewer) {
    return viewer.show(
        "/v1/explain/" + ServicePath.segments(service) + "?look=true",
        document -> hasFailure(document) ? ExitCode.WRONG : ExitCode.FINE,
        document -> print(document, out()));
  }

  /**
   * Whether a step failed, or could not be judged: the Service is then not known to be reachable.
   */
  private static boolean hasFailure(JsonNode document) {
    for (JsonNode step : document.path("steps")) {
      String status = step.path("status").asString("");
      if (status.equals("failed") || status.equals("unknown") || status.equals("pending")) {
        return true;
      }
    }
    return false;
  }

  private void print(JsonNode document, PrintWriter out) {
    out.println(document.path("service").asString(""));
    boolean marked = false;
    for (JsonNode step : document.path("steps")) {
      String status = step.path("status").asString("");
      boolean first = status.equals("failed") && !marked;
      marked |= first;
      String subject = step.path("subject").asString("");
      out.println(
          (first ? "> " : "  ")
              + colored(MARKS.getOrDefault(status, status), COLORS.getOrDefault(status, "0"))
              + step.path("step").asString("")
              + (subject.isEmpty() ? "" : " " + subject)
              + ": "
              + step.path("detail").asString(""));
      String remedy = step.path("remedy").asString("");
      if (!remedy.isEmpty()) {
        out.println("            -> " + remedy.replace("\n", "\n               "));
      }
    }
  }

  private String colored(String text, String color) {
    return output().colors() ? "\u001b[" + color + "m" + text + "\u001b[0m" : text;
  }
}
