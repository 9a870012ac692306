package io.readback.kernel.announce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's switch that has it tell of each route when a nexthop group changes. */
final class CompatMode {
  /** Never set by us: other programs on the host may need those events. */
  static final String SUGGESTION =
      "net.ipv4.nexthop_compat_mode is 1: a change of a nexthop group costs the kernel time for each"
          + " route by it. Where no program on this host follows route events without knowing"
          + " nexthop objects, set it to 0";

  private static final Path SWITCH = Path.of("/proc/sys/net/ipv4/nexthop_compat_mode");

  private CompatMode() {}

  /** Whether it is on in the calling thread's network namespace; false where it cannot be read. */
  static boolean isOn() {
    try {
      return Files.readString(SWITCH).trim().equals("1");
    } catch (IOException e) {
      return false;
    }
  }
}
