package io.readback.core.source;

import io.readback.core.manifest.ManifestSet;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Turns looks at a folder into a {@link ManifestSet}, and doubts what may be a half-done write: a
 * file that is gone for an instant, one that is cut short, a folder that is away. In doubt the last
 * good version stays. For one thread; all clock readings are of {@link System#nanoTime}.
 */
final class FolderContents {
  /** How long a file must be gone to count as deleted: some programs delete before they write. */
  private static final long ABSENCE = Duration.ofMillis(100).toNanos();

  /** How long a file that looks cut short must stay as it is to be believed. */
  private static final long DOUBT = Duration.ofMillis(400).toNanos();

  private static final int LONGEST_FILE = 64 << 20;

  private final Path root;
  private final InstantSource clock;
  private final ManifestSet manifests;
  private final SortedMap<Path, TrackedFile> tracked = new TreeMap<>();
  private Optional<Object> identity = Optional.empty();
  private boolean complete;
  private boolean away;
  private OptionalLong wakeAt = OptionalLong.empty();

  FolderContents(Path root, InstantSource clock, ManifestSet manifests) {
    this.root = root;
    this.clock = clock;
    this.manifests = manifests;
  }

  /** Whether the folder has been read as a whole once. */
  boolean isComplete() {
    return complete;
  }

  /** When doubts should be looked at again; empty when there are none. */
  OptionalLong wakeAt() {
    return wakeAt;
  }

  /**
   * Looks at the whole folder.
   *
   * @return the directories it has; empty when it is away
   */
  Optional<SortedMap<Path, FolderScan.Stamp>> sweep(long now) {
    FolderScan scan;
    try {
      scan = FolderScan.of(root);
    } catch (IOException e) {
      goneAway(FolderScan.reason(e));
      return Optional.empty();
    }
    Optional<Object> found =
        Optional.ofNullable(scan.directories().get(root)).flatMap(s -> s.key());
    if (scan.files().isEmpty() && !tracked.isEmpty() && !found.equals(identity)) {
      goneAway("an empty folder stands in its place, as when a file system is not mounted");
      return Optional.of(scan.directories());
    }
    identity = found;
    away = false;
    wakeAt = OptionalLong.empty();
    scan.files().forEach((file, stamp) -> consider(file, stamp, now));
    for (Path file : List.copyOf(tracked.keySet())) {
      if (!scan.files().containsKey(file) && !isUnreadable(file, scan)) {
        missing(file, now);
      }
    }
    noteFolder(scan);
    complete = true;
    return Optional.of(scan.directories());
  }

  /** Looks at a few files that are said to have changed, whatever their stamps. */
  void check(SortedSet<Path> files, long now) {
    if (away || !complete) {
      return;
    }
    for (Path file : files) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isRegularFile()) {
          track(file).forgetStamp();
          consider(file, FolderScan.Stamp.of(attributes), now);
        }
      } catch (IOException e) {
        if (tracked.containsKey(file)) {
          missing(file, now);
        }
      }
    }
  }

  private TrackedFile track(Path file) {
    return tracked.computeIfAbsent(file, f -> new TrackedFile());
  }

  private void consider(Path path, FolderScan.Stamp stamp, long now) {
    TrackedFile file = track(path);
    file.present();
    if (file.stamp().equals(Optional.of(stamp)) && !file.isDoubtful()) {
      return;
    }
    byte[] content;
    try {
      if (stamp.size() > LONGEST_FILE) {
        throw new IOException("it is larger than " + (LONGEST_FILE >> 20) + " MiB");
      }
      content = Files.readAllBytes(path);
    } catch (IOException e) {
      file.forgetStamp();
      keep(path, file, "the file cannot be read: " + FolderScan.reason(e), "Make it readable");
      return;
    }
    file.sawStamp(stamp);
    if (file.isGood(content)) {
      file.doubtNoMore();
      manifests.note(name(path), List.of());
      return;
    }
    if (complete && file.looksUnfinished(content) && !believed(path, file, content, now)) {
      return;
    }
    take(path, file, content);
  }

  /** Whether content that looks unfinished has stayed so long that it must be meant. */
  private boolean believed(Path path, TrackedFile file, byte[] content, long now) {
    long since = file.doubt(content, now);
    if (now - since < DOUBT) {
      wake(since + DOUBT);
      return false;
    }
    if (content.length > 0) {
      return true;
    }
    if (manifests.objectsIn(name(path)) == 0) {
      return true;
    }
    file.doubtNoMore();
    keep(
        path,
        file,
        "the file is empty, as when a write broke off",
        "Delete the file if its objects shall go");
    return false;
  }

  private void take(Path path, TrackedFile file, byte[] content) {
    String name = name(path);
    List<Problem> broken = manifests.put(name, content);
    if (broken.isEmpty()) {
      file.accept(content, clock.instant());
      manifests.note(name, List.of());
      return;
    }
    file.doubtNoMore();
    List<Problem> notes = new ArrayList<>(broken);
    notes.add(
        problem(
            Severity.WARNING,
            name,
            broken.get(0).origin().line(),
            "the file does not parse, its version of " + since(file) + " stays in effect",
            "Mend the file"));
    manifests.note(name, notes);
  }

  private void keep(Path path, TrackedFile file, String what, String remedy) {
    String name = name(path);
    String stays =
        manifests.objectsIn(name) == 0
            ? ""
            : ", its version of " + since(file) + " stays in effect";
    manifests.note(name, List.of(problem(Severity.ERROR, name, 0, what + stays, remedy)));
  }

  private static String since(TrackedFile file) {
    return file.goodSince().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void missing(Path path, long now) {
    TrackedFile file = track(path);
    long since = file.absent(now);
    if (now - since < ABSENCE) {
      wake(since + ABSENCE);
    } else if (Files.isDirectory(root)) {
      tracked.remove(path);
      manifests.remove(name(path));
    }
  }

  private boolean isUnreadable(Path file, FolderScan scan) {
    return scan.unreadable().keySet().stream().anyMatch(file::startsWith);
  }

  private void noteFolder(FolderScan scan) {
    List<Problem> notes = new ArrayList<>();
    scan.unreadable()
        .forEach(
            (path, reason) ->
                notes.add(
                    problem(
                        Severity.ERROR,
                        name(path),
                        0,
                        "cannot be read: "
                            + reason
                            + (tracked.keySet().stream().anyMatch(f -> f.startsWith(path))
                                ? ", what was read of it before stays in effect"
                                : ""),
                        "Make it readable, or remove it")));
    if (scan.files().isEmpty() && scan.unreadable().isEmpty()) {
      notes.add(
          problem(
              Severity.NOTICE,
              root.toString(),
              0,
              "the folder holds no manifests",
              "Put files ending in .yaml, .yml or .json there"));
    }
    manifests.note("", notes);
  }

  private void goneAway(String reason) {
    away = true;
    wakeAt = OptionalLong.empty();
    tracked.values().forEach(TrackedFile::present);
    String consequence =
        complete
            ? ", what was read before stays in effect and nothing is withdrawn"
            : ", nothing is known of the cluster until it can";
    manifests.note(
        "",
        List.of(
            problem(
                Severity.ERROR,
                root.toString(),
                0,
                "the folder cannot be read: " + reason + consequence,
                "Bring the folder back")));
  }

  private void wake(long at) {
    if (wakeAt.isEmpty() || at - wakeAt.getAsLong() < 0) {
      wakeAt = OptionalLong.of(at);
    }
  }

  private String name(Path path) {
    return root.relativize(path).toString();
  }

  private static Problem problem(
      Severity severity, String file, int line, String message, String remedy) {
    return new Problem(
        ProblemCode.FILE, severity, Optional.empty(), new Origin(file, line), "", message, remedy);
  }
}
