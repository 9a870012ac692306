package io.readback.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The demo's manifests in a temporary folder. */
final class DemoFolder implements AutoCloseable {
  private static final List<String> FILES =
      List.of("bgp.yaml", "cluster.yaml", "services.yaml", "endpoints.yaml");
  private final Path root;
  private final Path config;

  /** Writes the manifests; peers connect to {@code routerPort}. */
  DemoFolder(int routerPort) throws IOException {
    root = Files.createTempDirectory("readback-demo-");
    config = Files.createDirectory(root.resolve("manifests"));
    for (String file : FILES) {
      write(file, resource(file).replace("${ROUTER_PORT}", Integer.toString(routerPort)));
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = DemoFolder.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) {
        throw new IOException("the distribution lacks demo/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The folder that agents follow. */
  Path config() {
    return config;
  }

  String read(String file) throws IOException {
    return Files.readString(config.resolve(file));
  }

  /** Replaces a file in one step. */
  void write(String file, String text) throws IOException {
    Path fresh = root.resolve(file + ".new");
    Files.writeString(fresh, text);
    Files.move(
        fresh,
        config.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
