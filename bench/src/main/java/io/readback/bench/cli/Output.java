package io.readback.bench.cli;

import io.readback.bench.report.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where results go, and what is measured. */
final class Output {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Adds a line of JSON for each result (default: ${DEFAULT-VALUE}).",
      defaultValue = "bench/target/results.jsonl")
  private Path file = Path.of("results.jsonl");

  @Option(
      names = "--readback",
      paramLabel = "DIR",
      description = "The distribution to measure (default: ${DEFAULT-VALUE}).",
      defaultValue = "app/target/readback")
  private Path distribution = Path.of(".");

  Path distribution() {
    return distribution.toAbsolutePath().normalize();
  }

  /** Keeps a result, and shows it, as a run takes long. */
  void add(String kind, Object result) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    JsonLines.append(file, kind, result);
    System.err.println(result);
  }
}
