package io.readback.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The effective capabilities of this process.
 *
 * @param effective bit N stands for the kernel's capability N
 */
public record Capabilities(long effective) {
  /** Those that this program can need. */
  public enum Capability {
    CAP_NET_BIND_SERVICE(10),
    CAP_NET_ADMIN(12),
    CAP_NET_RAW(13),
    CAP_SYS_ADMIN(21);

    private final int bit;

    Capability(int bit) {
      this.bit = bit;
    }

    public int bit() {
      return bit;
    }
  }

  private static final Path STATUS = Path.of("/proc/self/status");

  /**
   * Reads them from {@code /proc/self/status}.
   *
   * @throws LinuxException where that file cannot be read or says nothing of them
   */
  public static Capabilities read() throws LinuxException {
    try {
      return parse(Files.readAllLines(STATUS));
    } catch (IOException | IllegalArgumentException e) {
      throw new LinuxException(
          "cannot read this process's capabilities from " + STATUS + ": " + e.getMessage(), e);
    }
  }

  /** From the lines of {@code /proc/self/status}. */
  static Capabilities parse(List<String> status) {
    for (String line : status) {
      if (line.startsWith("CapEff:")) {
        return new Capabilities(Long.parseUnsignedLong(line.substring(7).trim(), 16));
      }
    }
    throw new IllegalArgumentException("it has no line CapEff");
  }

  public boolean has(Capability capability) {
    return (effective & (1L << capability.bit())) != 0;
  }

  /** Those of {@code wanted} that this process does not have. */
  public List<Capability> missing(Capability... wanted) {
    return Stream.of(wanted).filter(c -> !has(c)).toList();
  }
}
