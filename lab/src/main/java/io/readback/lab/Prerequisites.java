package io.readback.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Says before the first node what this machine lacks. */
final class Prerequisites {
  private static final List<Path> FOLDERS =
      Stream.of(
              "/usr/local/sbin",
              "/usr/local/bin",
              "/usr/sbin",
              "/usr/bin",
              "/sbin",
              "/bin",
              "/usr/lib/frr")
          .map(Path::of)
          .toList();

  private Prerequisites() {}

  static void check(Ground ground) {
    if (!Files.isDirectory(Path.of("/proc/self/ns"))
        || !"root".equals(System.getProperty("user.name"))) {
      throw new LabException("the lab needs Linux and root: namespaces and links are made");
    }
    require("ip", "unshare", "nsenter", "bash");
    if (ground == Ground.CONTAINER) {
      check(ContainerImage.BOOKWORM);
    }
  }

  static void check(ContainerImage image) {
    require("podman", "runc");
    if (!Command.run("podman", "image", "exists", image.tag()).ok()) {
      throw new LabException(
          "container image %s is missing: scripts/setup test builds it".formatted(image.tag()));
    }
  }

  /** Fails unless every program can be found where the lab looks for programs. */
  static void require(String... programs) {
    List<String> missing =
        Stream.of(programs)
            .filter(p -> FOLDERS.stream().noneMatch(f -> Files.isExecutable(f.resolve(p))))
            .toList();
    if (!missing.isEmpty()) {
      throw new LabException(
          "missing %s: scripts/setup test installs it".formatted(String.join(", ", missing)));
    }
  }
}
