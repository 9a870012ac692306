package io.readback.app;

import io.readback.app.cli.ReadbackCommand;

/**
 * Runs the command line and exits with its code: 0 fine, 1 something is wrong, 2 bad usage, 3 no
 * agent.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // The demo tells a story on the terminal; logs would break the picture. Set before the first
    // logger is made.
    if (args.length > 0 && args[0].equals("demo") && System.getProperty("readback.log") == null) {
      System.setProperty("readback.log", "OFF");
    }
    System.exit(ReadbackCommand.run(args));
  }
}
