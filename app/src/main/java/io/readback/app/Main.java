package io.readback.app;

import io.readback.app.cli.ReadbackCommand;

/**
 * Runs the command line and exits with its code: 0 fine, 1 something is wrong, 2 bad usage, 3 no
 * agent.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(ReadbackCommand.run(args));
  }
}
