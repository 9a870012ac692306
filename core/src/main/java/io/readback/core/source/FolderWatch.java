package io.readback.core.source;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Hears of changes in directories as the operating system reports them. For one thread; only {@link
 * #close} may come from another one, and {@link #await} then throws ClosedWatchServiceException.
 */
final class FolderWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FolderWatch.class.getName());

  private final WatchService service;
  private final Map<Path, Watched> watched = new HashMap<>();
  private final Map<WatchKey, Path> directories = new HashMap<>();

  /** A directory's registration, and which directory of that name it was made for. */
  private record Watched(WatchKey key, Optional<Object> identity) {}

  /**
   * What was heard.
   *
   * @param files manifest files that were touched
   * @param structure something else was, so that only a look at the whole folder tells
   */
  record Heard(SortedSet<Path> files, boolean structure) {
    boolean isNothing() {
      return files.isEmpty() && !structure;
    }

    static Heard nothing() {
      return new Heard(new TreeSet<>(), false);
    }

    Heard and(Heard more) {
      SortedSet<Path> all = new TreeSet<>(files);
      all.addAll(more.files);
      return new Heard(all, structure || more.structure);
    }
  }

  FolderWatch(Path root) throws IOException {
    service = root.getFileSystem().newWatchService();
  }

  /**
   * Watches exactly these directories; one that was replaced by another is watched anew.
   *
   * @return whether one is watched that was not before, so that what happened in it until now was
   *     not heard
   */
  boolean follow(SortedMap<Path, FolderScan.Stamp> wanted) {
    watched
        .entrySet()
        .removeIf(
            entry -> {
              FolderScan.Stamp stamp = wanted.get(entry.getKey());
              boolean same =
                  stamp != null
                      && stamp.key().equals(entry.getValue().identity())
                      && entry.getValue().key().isValid();
              if (!same) {
                entry.getValue().key().cancel();
                directories.remove(entry.getValue().key());
              }
              return !same;
            });
    int before = watched.size();
    wanted.forEach(
        (directory, stamp) -> {
          if (!watched.containsKey(directory)) {
            register(directory, stamp);
          }
        });
    return watched.size() > before;
  }

  private void register(Path directory, FolderScan.Stamp stamp) {
    try {
      WatchKey key =
          directory.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      watched.put(directory, new Watched(key, stamp.key()));
      directories.put(key, directory);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "changes in {0} are not reported by the operating system ({1})",
          directory,
          FolderScan.reason(e));
    }
  }

  /** Waits for the first event; nothing heard when the time passes without one. */
  Heard await(long nanos) throws InterruptedException {
    WatchKey key = service.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    Heard heard = Heard.nothing();
    while (key != null) {
      heard = heard.and(events(key));
      key = service.poll();
    }
    return heard;
  }

  private Heard events(WatchKey key) {
    Path directory = directories.get(key);
    SortedSet<Path> files = new TreeSet<>();
    boolean structure = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      if (directory == null || !(event.context() instanceof Path name)) {
        structure = true;
        continue;
      }
      Path path = directory.resolve(name);
      if (FolderScan.isManifest(path)) {
        files.add(path);
      } else {
        // a directory that came or went, or Kubernetes' ..data; other files do not matter
        structure |=
            name.toString().startsWith("..")
                || watched.containsKey(path)
                || java.nio.file.Files.isDirectory(path);
      }
    }
    if (!key.reset()) {
      structure = true;
    }
    return new Heard(files, structure);
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException | ClosedWatchServiceException e) {
      LOG.log(System.Logger.Level.DEBUG, "closing the watch on the folder failed", e);
    }
  }
}
