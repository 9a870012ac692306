package io.readback.app.cli;

import io.readback.app.document.PluginRow;
import io.readback.app.document.PluginsView;
import io.readback.core.plugin.PluginCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "plugins",
    description =
        "Plugins found, their versions, and what is wrong with those that could not be loaded.")
final class PluginsCommand extends ViewCommand {
  private static final View VIEW =
      new View(
          "/v1/plugins",
          List.of(
              Column.field("ID", "id"),
              Column.field("VERSION", "version"),
              Column.field("SPI", "spiVersion"),
              Column.field("ANNOUNCERS", "announcers"),
              Column.field("LOOKING GLASSES", "lookingGlasses"),
              Column.wide("FROM", "from"),
              Column.of("PROBLEM", PluginsCommand::problem)),
          "No plugins.");

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Look into this folder and the class path now, instead of asking an agent.")
  private Optional<Path> folder = Optional.empty();

  @Override
  int view(Viewer viewer) {
    if (folder.isPresent()) {
      return local(viewer, folder);
    }
    try {
      return viewer.show(VIEW, PluginsCommand::code);
    } catch (CommandFailure e) {
      if (e.exitCode() != ExitCode.NO_AGENT || api().isGiven()) {
        throw e;
      }
      err()
          .println(
              "readback: no agent answers at "
                  + api().endpoint()
                  + "; this is what a new one would find:");
      return local(viewer, Home.plugins());
    }
  }

  private int local(Viewer viewer, Optional<Path> dir) {
    PluginCatalog catalog = Home.catalog(dir);
    try {
      List<PluginRow> rows = PluginsView.of(catalog);
      JsonNode document = JsonMapper.builder().build().valueToTree(rows);
      viewer.print(VIEW, document);
      return code(document);
    } finally {
      catalog.release();
    }
  }

  private static int code(JsonNode document) {
    for (JsonNode row : document) {
      if (!row.path("problems").isEmpty()) {
        return ExitCode.WRONG;
      }
    }
    return ExitCode.FINE;
  }

  /** Where a plugin could not be loaded, the place belongs to the problem. */
  private static String problem(JsonNode row) {
    JsonNode problems = row.path("problems");
    return problems.isEmpty()
        ? "-"
        : row.path("from").asString("") + ": " + Column.scalar(problems);
  }
}
