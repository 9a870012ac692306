package io.readback.bgp.announcer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine is called. Asks no name service. */
final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /** The kernel's name for the machine; {@code readback} where it has none to read. */
  static String get() {
    try {
      String name = Files.readString(KERNEL).strip();
      return name.isEmpty() ? "readback" : name;
    } catch (IOException e) {
      return "readback";
    }
  }
}
