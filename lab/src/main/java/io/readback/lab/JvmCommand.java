package io.readback.lab;

import java.nio.file.Path;
import java.util.List;

/** The command line of a JVM like this one. */
final class JvmCommand {
  private JvmCommand() {}

  static List<String> of(String mainClass) {
    // a test runner may hide the class path in a jar of its own
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classPath,
        mainClass);
  }
}
