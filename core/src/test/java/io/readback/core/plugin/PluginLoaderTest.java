package io.readback.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.plugin.ReadbackPlugin;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLoaderTest {
  @TempDir Path dir;
  private Path plugins;
  private PluginJars jars;

  @BeforeEach
  void prepare() throws IOException {
    plugins = Files.createDirectory(dir.resolve("plugins"));
    jars = new PluginJars(Files.createDirectory(dir.resolve("scratch")));
  }

  private static Map<String, String> healthy(String className, String id) {
    return Map.of(className, PluginJars.plugin(className, id, "io.readback.spi.Spi.VERSION", ""));
  }

  private PluginCatalog loadFolder() {
    return new PluginLoader().folder(plugins).load();
  }

  @Test
  void load_jarInFolder_isFoundWithItsOrigin() throws IOException {
    jars.jar(plugins.resolve("good.jar"), healthy("Good", "good"), List.of("Good"));

    PluginCatalog catalog = loadFolder();

    assertThat(catalog.problems()).isEmpty();
    assertThat(catalog.plugins())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.id()).isEqualTo("good");
              assertThat(p.version()).isEqualTo("1.2.3");
              assertThat(p.spiVersion()).isEqualTo(1);
              assertThat(p.source()).isEqualTo("plugins/good.jar");
            });
    catalog.release();
  }

  @Test
  void load_folderOfJars_isOnePluginWithItsLibraries() throws IOException {
    Path own = Files.createDirectory(plugins.resolve("own"));
    jars.jar(own.resolve("a.jar"), healthy("Good", "good"), List.of("Good"));
    jars.jar(own.resolve("library.jar"), Map.of("Lib", "public class Lib {}"), List.of());

    PluginCatalog catalog = loadFolder();

    assertThat(catalog.problems()).isEmpty();
    assertThat(catalog.plugins()).extracting(LoadedPlugin::source).containsExactly("plugins/own");
    catalog.release();
  }

  @Test
  void load_brokenProvidersInOneJar_doNotHideTheHealthyOnes() throws IOException {
    jars.jar(
        plugins.resolve("mixed.jar"),
        Map.of(
            "Throws",
            PluginJars.plugin("Throws", "throws", "1", "throw new RuntimeException(\"boom\");"),
            "Good",
            PluginJars.plugin("Good", "good", "1", ""),
            "Other",
            PluginJars.plugin("Other", "other", "1", "")),
        List.of("gone.Missing", "Throws", "Good", "gone.Again", "Other"));

    PluginCatalog catalog = loadFolder();

    assertThat(catalog.plugins()).extracting(LoadedPlugin::id).containsExactly("good", "other");
    assertThat(catalog.problems()).hasSize(3);
    assertThat(catalog.problems().get(0).toString())
        .startsWith("plugins/mixed.jar: gone.Missing:")
        .contains("not found");
    assertThat(catalog.problems().get(1).toString()).contains("Throws").contains("boom");
    catalog.release();
  }

  @Test
  void load_garbageAmongJars_isAProblemOfThatFile() throws IOException {
    Files.write(plugins.resolve("garbage.jar"), new byte[] {1, 2, 3, 4});
    jars.jar(plugins.resolve("good.jar"), healthy("Good", "good"), List.of("Good"));
    jars.jar(plugins.resolve("library.jar"), Map.of("Lib", "public class Lib {}"), List.of());
    Files.writeString(plugins.resolve("readme.txt"), "not a jar");

    PluginCatalog catalog = loadFolder();

    assertThat(catalog.plugins()).extracting(LoadedPlugin::id).containsExactly("good");
    assertThat(catalog.problems())
        .extracting(PluginProblem::toString)
        .hasSize(2)
        .anySatisfy(p -> assertThat(p).contains("garbage.jar").contains("not a readable jar"))
        .anySatisfy(p -> assertThat(p).contains("library.jar").contains("holds no plugin"));
    catalog.release();
  }

  @Test
  void load_otherSpiVersion_isRefusedByName() throws IOException {
    jars.jar(
        plugins.resolve("new.jar"),
        Map.of("Newer", PluginJars.plugin("Newer", "newer", "99", "")),
        List.of("Newer"));

    PluginCatalog catalog = loadFolder();

    assertThat(catalog.plugins()).isEmpty();
    assertThat(catalog.problems())
        .singleElement()
        .satisfies(
            p ->
                assertThat(p.message())
                    .contains("version 99")
                    .contains("a newer Readback or an older plugin"));
    catalog.release();
  }

  @Test
  void load_missingClassOfItsOwn_saysMixedJars() throws IOException {
    jars.jar(
        dir.resolve("whole.jar"),
        Map.of(
            "Needy",
            PluginJars.plugin("Needy", "needy", "1", "System.identityHashCode(new Lib());"),
            "Lib",
            "public class Lib {}"),
        List.of("Needy"));
    Path half = plugins.resolve("half.jar");
    copyWithout(dir.resolve("whole.jar"), half, "Lib.class");

    PluginCatalog catalog = loadFolder();

    assertThat(catalog.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("Lib").contains("Mixed jars?"));
    catalog.release();
  }

  private static void copyWithout(Path from, Path to, String name) throws IOException {
    try (java.util.jar.JarFile in = new java.util.jar.JarFile(from.toFile());
        java.util.jar.JarOutputStream out =
            new java.util.jar.JarOutputStream(Files.newOutputStream(to))) {
      for (java.util.jar.JarEntry e : in.stream().toList()) {
        if (!e.getName().equals(name)) {
          out.putNextEntry(new java.util.jar.JarEntry(e.getName()));
          in.getInputStream(e).transferTo(out);
          out.closeEntry();
        }
      }
    }
  }

  @Test
  void load_sameIdTwice_keepsTheFirst() throws IOException {
    jars.jar(plugins.resolve("a.jar"), healthy("Good", "good"), List.of("Good"));
    jars.jar(plugins.resolve("b.jar"), healthy("Good", "good"), List.of("Good"));

    PluginCatalog catalog = loadFolder();

    assertThat(catalog.plugins()).extracting(LoadedPlugin::source).containsExactly("plugins/a.jar");
    assertThat(catalog.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).startsWith("plugins/b.jar").contains("a.jar"));
    catalog.release();
  }

  @Test
  void load_jarInFolder_seesNothingOfTheEngine() throws IOException {
    jars.jar(
        plugins.resolve("curious.jar"),
        Map.of(
            "Curious",
            PluginJars.plugin(
                "Curious",
                "curious",
                "1",
                "try { Class.forName(\"io.readback.core.plugin.PluginCatalog\");"
                    + " throw new IllegalStateException(\"saw the engine\"); }"
                    + " catch (ClassNotFoundException e) { }")),
        List.of("Curious"));

    PluginCatalog catalog = loadFolder();

    assertThat(catalog.problems()).isEmpty();
    assertThat(catalog.plugins()).hasSize(1);
    catalog.release();
  }

  @Test
  void load_classPath_namesTheJar() throws IOException {
    Path jar = dir.resolve("good.jar");
    jars.jar(jar, healthy("Good", "good"), List.of("Good"));
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {jar.toUri().toURL()}, ReadbackPlugin.class.getClassLoader())) {
      PluginCatalog catalog = new PluginLoader().classPath(loader).load();

      assertThat(catalog.problems()).isEmpty();
      assertThat(catalog.plugins())
          .extracting(LoadedPlugin::source)
          .containsExactly("class path: good.jar");
    }
  }

  @Test
  void load_folderThatIsNotThere_isAProblem() {
    PluginCatalog catalog = new PluginLoader().folder(dir.resolve("nowhere")).load();

    assertThat(catalog.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("is not a folder"));
  }
}
