package io.readback.app.cli;

/** Exit codes of every command. */
final class ExitCode {
  static final int FINE = 0;

  /** Answered, and something is wrong. */
  static final int WRONG = 1;

  /** Bad usage or configuration. */
  static final int USAGE = 2;

  /** The agent cannot be reached. */
  static final int NO_AGENT = 3;

  private ExitCode() {}
}
