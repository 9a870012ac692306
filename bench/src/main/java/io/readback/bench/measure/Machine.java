package io.readback.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the whole machine is and does, to tell runs that strangers disturbed. */
public final class Machine {
  private static final double TICKS_PER_SECOND = 100;

  private Machine() {}

  /** Processor seconds of user, nice and system time since the start of the machine. */
  public static double busySeconds() {
    String[] fields = lines("/proc/stat").get(0).trim().split(" +", -1);
    double ticks = 0;
    for (int i = 1; i <= 3; i++) {
      ticks += Double.parseDouble(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Processor seconds of every sort of work, interrupts included, since the machine's start. */
  public static double workedSeconds() {
    String[] fields = lines("/proc/stat").get(0).trim().split(" +", -1);
    double ticks = 0;
    for (int i = 1; i <= 8; i++) {
      // neither idle nor waiting for a disk
      ticks += i == 4 || i == 5 ? 0 : Double.parseDouble(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Processors, memory and kernel in a line. */
  public static String describe() {
    String model =
        find("/proc/cpuinfo", "model name").map(line -> line.replaceAll(".*: ", "")).orElse("?");
    long memory =
        find("/proc/meminfo", "MemTotal")
            .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 20)
            .orElse(0L);
    return "%d x %s, %d GiB, Linux %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            model,
            memory,
            System.getProperty("os.version"),
            Runtime.version().feature());
  }

  private static java.util.Optional<String> find(String file, String begin) {
    return lines(file).stream().filter(line -> line.startsWith(begin)).findFirst();
  }

  private static List<String> lines(String file) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
