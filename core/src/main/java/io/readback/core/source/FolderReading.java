package io.readback.core.source;

import io.readback.core.manifest.ManifestSet;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * A folder of manifests read once, for commands that look at it and go.
 *
 * @param state what the manifests come to
 * @param problems what is wrong with them and between them, in order of file and line
 * @param hints what works as written and is suspicious, in the same order
 * @param files how many manifest files there are
 */
public record FolderReading(
    ClusterState state, List<Problem> problems, List<Problem> hints, int files) {
  public FolderReading {
    problems = List.copyOf(problems);
    hints = List.copyOf(hints);
  }

  /**
   * Reads the folder, the files that {@link FolderSource} would read.
   *
   * @throws IOException when it is no folder or cannot be listed, saying why in plain words
   */
  public static FolderReading of(Path folder) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(root)) {
      throw new IOException(Files.exists(root) ? "it is not a folder" : "it does not exist");
    }
    requireListable(root);
    ManifestSet manifests = new ManifestSet();
    new FolderContents(root, InstantSource.system(), manifests).sweep(System.nanoTime());
    return new FolderReading(
        manifests.take().state(),
        manifests.problems(),
        manifests.hints(),
        manifests.files().size());
  }

  private static void requireListable(Path root) throws IOException {
    try {
      Files.newDirectoryStream(root).close();
    } catch (IOException e) {
      throw new IOException(FolderScan.reason(e), e);
    }
  }
}
