package io.readback.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The folder of one lab: its nodes' files, and a record of every process and container it holds, so
 * that the next run can remove them if this one cannot.
 */
final class LabDirectory {
  /** Short, because paths of Unix sockets end at 107 bytes; and seen by nodes at the same path. */
  static final Path ROOT = Path.of("/var/lib/readback-lab");

  private static final String LOCK = "lock";
  private static final String OWNER = "owner";
  private static final String HOLDERS = "holders";
  private static final String CONTAINERS = "containers";

  private final Path path;

  private LabDirectory(Path path) {
    this.path = path;
  }

  static LabDirectory create(LabName name) {
    LabDirectory directory = new LabDirectory(ROOT.resolve(name.toString()));
    try {
      open(ROOT);
      delete(directory.path);
      open(directory.path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    directory.note(OWNER, identity(ProcessHandle.current()));
    return directory;
  }

  Path path() {
    return path;
  }

  /** An empty folder for a node, also when an earlier node of that name had one. */
  Path node(String name) {
    try {
      delete(path.resolve(name));
      return open(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void noteHolder(ProcessHandle holder) {
    note(HOLDERS, identity(holder));
  }

  void noteContainer(String container) {
    note(CONTAINERS, container);
  }

  /** Removes what labs left whose process has ended. Labs of living processes are not touched. */
  static void sweep() {
    try (FileChannel one =
        FileChannel.open(
            open(ROOT).resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // test runs that start together must not remove the same files; closing the channel unlocks
      one.lock();
      try (Stream<Path> labs = Files.list(ROOT)) {
        labs.sorted()
            .filter(p -> LabName.parse(p.getFileName().toString()).isPresent())
            .map(LabDirectory::new)
            .filter(d -> !d.ownerLives())
            .forEach(LabDirectory::remove);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ends every recorded process, by pid and start time, removes every recorded container, then the
   * files.
   */
  void remove() {
    for (String line : lines(HOLDERS)) {
      running(line)
          .ifPresent(
              holder -> {
                holder.descendants().forEach(ProcessHandle::destroyForcibly);
                holder.destroyForcibly();
                holder.onExit().orTimeout(10, TimeUnit.SECONDS).join();
              });
    }
    for (String container : lines(CONTAINERS)) {
      Command.run("podman", "rm", "--force", "--ignore", "--time", "0", container).orFail();
    }
    delete(path);
  }

  private boolean ownerLives() {
    List<String> owner = lines(OWNER);
    return owner.isEmpty()
        // the owner is just writing its note, or never came that far
        ? LabName.parse(path.getFileName().toString())
            .flatMap(n -> ProcessHandle.of(n.pid()))
            .isPresent()
        : running(owner.get(0)).isPresent();
  }

  /** A pid alone is not enough: pids return. */
  private static String identity(ProcessHandle process) {
    return process.pid() + " " + startOf(process);
  }

  private static Optional<ProcessHandle> running(String identity) {
    return ProcessHandle.of(Long.parseLong(identity.substring(0, identity.indexOf(' '))))
        .filter(p -> p.isAlive() && identity.equals(identity(p)));
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  private void note(String file, String line) {
    try {
      Files.writeString(
          path.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines(String file) {
    Path from = path.resolve(file);
    try {
      return Files.exists(from) ? Files.readAllLines(from) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Daemons drop their privileges, so every folder can be entered by anyone, whatever the umask.
   */
  private static Path open(Path folder) throws IOException {
    Files.createDirectories(folder);
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
