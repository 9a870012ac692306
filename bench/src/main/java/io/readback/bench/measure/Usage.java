package io.readback.bench.measure;

import io.readback.lab.LabProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What processes have used so far, as the kernel counts it.
 *
 * @param cpu seconds of processor time, in steps of the kernel's 10 ms
 * @param resident memory in MiB
 * @param peak the most that {@code resident} has been, summed over the processes
 */
public record Usage(double cpu, double resident, double peak) {
  private static final double TICKS_PER_SECOND = 100;
  private static final Usage NONE = new Usage(0, 0, 0);

  /** Of a process on a node and what it started. One that has ended counts nothing. */
  public static Usage of(LabProcess process) {
    Usage all = NONE;
    for (long pid : process.systemPids()) {
      all = all.plus(of(pid));
    }
    return all;
  }

  /** Of this program. */
  public static Usage own() {
    return of(ProcessHandle.current().pid());
  }

  public Usage plus(Usage other) {
    return new Usage(cpu + other.cpu, resident + other.resident, peak + other.peak);
  }

  private static Usage of(long pid) {
    try {
      Path proc = Path.of("/proc/" + pid);
      String stat = Files.readString(proc.resolve("stat"));
      // the name in parentheses may hold anything
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
      List<String> status = Files.readAllLines(proc.resolve("status"));
      return new Usage(
          ticks / TICKS_PER_SECOND, mebibytes(status, "VmRSS:"), mebibytes(status, "VmHWM:"));
    } catch (NoSuchFileException e) {
      return NONE;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return NONE;
      }
      throw new UncheckedIOException(e);
    }
  }

  private static double mebibytes(List<String> status, String field) {
    return status.stream()
        .filter(line -> line.startsWith(field))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
