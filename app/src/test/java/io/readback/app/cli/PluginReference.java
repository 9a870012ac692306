package io.readback.app.cli;

import io.readback.core.plugin.LoadedPlugin;
import io.readback.spi.plugin.ConfigKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The reference of plugin settings, {@code docs/plugins.md}, from what the plugins declare. */
final class PluginReference {
  private PluginReference() {}

  static String page() {
    StringBuilder page = new StringBuilder();
    page.append("# Announcers and looking glasses\n\n");
    page.append(
        "This page is made from what the distribution's plugins declare. `readback plugins` lists ");
    page.append("what an agent has found, jars in `plugins/` included.\n\n");
    page.append(
        "An announcer stands in the file of `readback run --settings FILE`, with its settings under ");
    page.append(
        "`settings:`:\n\n```yaml\nannouncers:\n  - {name: bgp, type: generic-bgp}\n```\n\n");
    page.append(
        "A looking glass stands in a Router manifest under `spec.lookingGlasses`; dots in the names ");
    page.append("below are nesting, so that `ssh.port` is `ssh: {port: 22}`.\n");
    List<LoadedPlugin> plugins =
        Home.catalog(Optional.empty()).plugins().stream()
            .sorted(Comparator.comparing(LoadedPlugin::id))
            .toList();
    for (LoadedPlugin plugin : plugins) {
      plugin.parts().forEach(part -> append(page, plugin, part));
    }
    return page.toString();
  }

  private static void append(StringBuilder page, LoadedPlugin plugin, LoadedPlugin.Part part) {
    String sort = part.sort().toString();
    page.append("\n## ")
        .append(Character.toUpperCase(sort.charAt(0)))
        .append(sort.substring(1))
        .append(" `")
        .append(part.type())
        .append("`\n\nOf plugin `")
        .append(plugin.id())
        .append("`.");
    if (part.keys().isEmpty()) {
      page.append(" It has no settings.\n");
      return;
    }
    page.append("\n\n| setting | required | meaning |\n|---|---|---|\n");
    part.keys().forEach(key -> append(page, "", key));
  }

  private static void append(StringBuilder page, String prefix, ConfigKey<?> key) {
    page.append("| `")
        .append(prefix + key.name())
        .append("` | ")
        .append(key.isRequired() ? "yes" : "no")
        .append(" | ")
        .append(key.description().replace("|", "\\|"))
        .append(" |\n");
    key.elements().forEach(e -> append(page, prefix + key.name() + "[].", e));
  }
}
