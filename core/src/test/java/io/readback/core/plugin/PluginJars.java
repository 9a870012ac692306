package io.readback.core.plugin;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Makes jars of plugins from source, for tests of the loader. */
public final class PluginJars {
  private final Path scratch;

  public PluginJars(Path scratch) {
    this.scratch = scratch;
  }

  /** The source of a plugin class without parts. */
  public static String plugin(String className, String id, String spiVersion, String constructor) {
    return """
    public class %s implements io.readback.spi.plugin.ReadbackPlugin {
      public %s() { %s }
      public String id() { return "%s"; }
      public int spiVersion() { return %s; }
      public String version() { return "1.2.3"; }
    }
    """
        .formatted(className, className, constructor, id, spiVersion);
  }

  /** Compiles the sources by class name and packs the classes with a services file. */
  public void jar(Path jar, Map<String, String> sources, List<String> providers)
      throws IOException {
    Path work = Files.createTempDirectory(scratch, "compile");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-d", work.toString(), "-proc:none"));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    for (Map.Entry<String, String> e : new LinkedHashMap<>(sources).entrySet()) {
      Path file = work.resolve(e.getKey() + ".java");
      Files.writeString(file, e.getValue());
      arguments.add(file.toString());
    }
    if (!sources.isEmpty()) {
      StringWriter out = new StringWriter();
      java.io.ByteArrayOutputStream errors = new java.io.ByteArrayOutputStream();
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, errors, arguments.toArray(String[]::new));
      if (result != 0) {
        throw new IllegalStateException(out + errors.toString(StandardCharsets.UTF_8));
      }
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> classes = Files.list(work)) {
      for (Path c : classes.filter(p -> p.toString().endsWith(".class")).sorted().toList()) {
        entry(out, c.getFileName().toString(), Files.readAllBytes(c));
      }
      if (!providers.isEmpty()) {
        entry(
            out,
            "META-INF/services/io.readback.spi.plugin.ReadbackPlugin",
            String.join("\n", providers).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
