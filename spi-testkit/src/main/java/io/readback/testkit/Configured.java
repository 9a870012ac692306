package io.readback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.Secret;
import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.PluginFactory;
import io.readback.spi.plugin.Settings;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes settings to a configuration the way the engine does. */
final class Configured {
  private Configured() {}

  static <C> C by(
      PluginFactory<C> factory,
      Map<String, String> texts,
      SortedMap<String, Map<String, Secret>> secrets) {
    Settings.Result parsed =
        Settings.parse(factory.configKeys(), new Settings.Raw(new TreeMap<>(texts), secrets));
    assertThat(parsed.problems()).as("problems of the settings").isEmpty();
    return factory.configure(parsed.settings());
  }

  static void describesItself(PluginFactory<?> factory) {
    assertThat(factory.type()).as("type").matches("[a-z][a-z0-9-]*");
    assertThat(factory.configKeys())
        .as("settings without a description")
        .noneMatch(key -> key.description().isBlank());
    assertThat(factory.configKeys())
        .as("names of settings")
        .extracting(ConfigKey::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-zA-Z][a-zA-Z0-9.]*"));
  }
}
