package io.readback.app.cli;

import picocli.CommandLine.Option;

/** How to print an answer of an agent. */
final class OutputOptions extends PrintOptions {
  @Option(
      names = "--watch",
      description = "Print again whenever the agent's state changes, until interrupted.")
  boolean watch;
}
