package io.readback.app.cli;

import io.readback.core.source.FolderReading;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a folder that the command line names. */
final class ManifestFolder {
  private ManifestFolder() {}

  /**
   * Reads the manifests.
   *
   * @param option the option that names the folder
   * @throws CommandFailure with exit code 2 where it cannot be read
   */
  static FolderReading read(String option, Path folder) {
    try {
      return FolderReading.of(folder);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          option
              + " "
              + folder
              + " cannot be read: "
              + e.getMessage()
              + ". Give the folder that holds the manifests");
    }
  }
}
