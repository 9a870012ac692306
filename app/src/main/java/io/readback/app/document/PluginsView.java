package io.readback.app.document;

import io.readback.core.plugin.LoadedPlugin;
import io.readback.core.plugin.PluginCatalog;
import io.readback.core.plugin.PluginProblem;
import java.util.ArrayList;
import java.util.List;

/** {@code plugins}: those found, then places where one could not be loaded. */
public final class PluginsView {
  private PluginsView() {}

  public static List<PluginRow> of(PluginCatalog catalog) {
    List<PluginRow> rows = new ArrayList<>();
    for (LoadedPlugin p : catalog.plugins()) {
      rows.add(
          new PluginRow(
              p.id(),
              p.version(),
              p.spiVersion(),
              p.source(),
              types(p, LoadedPlugin.Sort.ANNOUNCER),
              types(p, LoadedPlugin.Sort.LOOKING_GLASS),
              List.of()));
    }
    for (PluginProblem p : catalog.problems()) {
      rows.add(
          new PluginRow(
              p.subject(), "", 0, p.source(), List.of(), List.of(), List.of(p.message())));
    }
    return rows;
  }

  private static List<String> types(LoadedPlugin plugin, LoadedPlugin.Sort sort) {
    return plugin.parts().stream()
        .filter(p -> p.sort() == sort)
        .map(LoadedPlugin.Part::type)
        .toList();
  }
}
