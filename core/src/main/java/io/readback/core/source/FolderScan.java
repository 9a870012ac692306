package io.readback.core.source;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A look at a folder: its directories, its manifest files, and what could not be looked at. Names
 * that begin with a dot are passed over: they are editors' and Kubernetes' own ({@code ..data}),
 * and hold the same files a second time.
 */
record FolderScan(
    SortedMap<Path, Stamp> directories,
    SortedMap<Path, Stamp> files,
    SortedMap<Path, String> unreadable) {

  /** Tells two versions of a file apart, without reading it. */
  record Stamp(long size, long modifiedNanos, Optional<Object> key) {
    static Stamp of(BasicFileAttributes attributes) {
      return new Stamp(
          attributes.size(),
          attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
          Optional.ofNullable(attributes.fileKey()));
    }
  }

  /** Whether a file of this name is a manifest. */
  static boolean isManifest(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  /**
   * Looks through the folder, following symbolic links.
   *
   * @throws IOException when the folder itself cannot be listed
   */
  static FolderScan of(Path root) throws IOException {
    FolderScan scan = new FolderScan(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            if (!dir.equals(root) && isHidden(dir)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            scan.directories.put(dir, Stamp.of(attributes));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.equals(root)) {
              throw new java.nio.file.NotDirectoryException(root.toString());
            }
            if (!isManifest(file)) {
              return FileVisitResult.CONTINUE;
            }
            if (attributes.isRegularFile()) {
              scan.files.put(file, Stamp.of(attributes));
            } else {
              scan.unreadable.put(
                  file,
                  attributes.isSymbolicLink()
                      ? "the symbolic link leads nowhere"
                      : "it is not a regular file");
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(root)) {
              throw e;
            }
            if (!isHidden(file)) {
              scan.unreadable.put(file, reason(e));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path dir, @org.jspecify.annotations.Nullable IOException e) {
            if (e != null) {
              scan.unreadable.put(dir, reason(e));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return scan;
  }

  /** A cause in plain words. */
  static String reason(IOException e) {
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission is denied";
    }
    if (e instanceof java.nio.file.NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof java.nio.file.NotDirectoryException) {
      return "it is not a folder";
    }
    if (e instanceof FileSystemLoopException) {
      return "its symbolic links go round in a circle";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
