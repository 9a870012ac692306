package io.readback.app.cli;

import picocli.CommandLine.Option;

/** How to print a document. */
class PrintOptions {
  /** Formats of {@code -o}. */
  enum Format {
    TABLE,
    WIDE,
    JSON,
    YAML
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|wide|json|yaml",
      description = "Output format (default: table).")
  Format format = Format.TABLE;

  @Option(
      names = "--no-color",
      description = "No colours, also on a terminal (NO_COLOR does the same).")
  boolean noColor;

  boolean colors() {
    return !noColor && System.getenv("NO_COLOR") == null && System.console() != null;
  }
}
