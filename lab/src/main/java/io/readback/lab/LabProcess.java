package io.readback.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A process that keeps running on a node, a daemon or a program under test. Its standard output and
 * error go to files which stay readable until the lab is closed. Safe from any thread.
 */
public final class LabProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final LabNode node;
  private final String name;
  private final Path out;
  private final Path err;
  private final Path pidFile;
  private final boolean inside;
  private final Process process;

  /**
   * Starts the process.
   *
   * @param file what its files are called, unique on the node
   * @param inside whether the process is among the node's processes, or this machine's and only in
   *     the node's network
   */
  LabProcess(
      LabNode node,
      String name,
      String file,
      List<String> startPrefix,
      List<String> command,
      boolean inside) {
    this.node = node;
    this.inside = inside;
    this.name = name;
    this.out = node.dir().resolve(file + ".out");
    this.err = node.dir().resolve(file + ".err");
    this.pidFile = node.dir().resolve(file + ".pid");
    List<String> noted = List.of("sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", pidFile.toString());
    try {
      this.process =
          Command.builder(Command.concat(startPrefix, Command.concat(noted, command)))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
    } catch (IOException e) {
      throw new LabException("cannot start %s on %s: %s".formatted(name, node, e.getMessage()), e);
    }
  }

  public String name() {
    return name;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has written to standard output so far. */
  public String out() {
    return read(out);
  }

  /** What it has written to standard error so far. */
  public String err() {
    return read(err);
  }

  /** Output, then error, for a message or a search where the difference does not matter. */
  public String log() {
    return out() + err();
  }

  /** Its exit code. Waits for the end at most {@code deadline}. */
  public int awaitExit(Duration deadline) {
    if (!ended(deadline)) {
      throw new LabException(
          "%s on %s still runs after %s%n%s".formatted(name, node, deadline, log()));
    }
    return process.exitValue();
  }

  /**
   * Waits until {@code condition} holds.
   *
   * @throws LabException with the log, at once when the process ends, or when {@code deadline}
   *     passes
   */
  public LabProcess await(String what, Duration deadline, BooleanSupplier condition) {
    boolean[] held = new boolean[1];
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .atMost(deadline)
          .until(
              () -> {
                held[0] = condition.getAsBoolean();
                return held[0] || !isAlive();
              });
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new LabException(
          "%s on %s: not %s after %s%n%s".formatted(name, node, what, deadline, log()), e);
    }
    if (!held[0]) {
      throw new LabException(
          "%s on %s ended with %d before it was %s%n%s"
              .formatted(name, node, process.exitValue(), what, log()));
    }
    return this;
  }

  /** Waits until {@code text} is in {@link #log()}. */
  public LabProcess awaitLog(String text, Duration deadline) {
    return await("saying \"" + text + "\"", deadline, () -> log().contains(text));
  }

  /** Writes one line to its standard input. */
  public void writeLine(String line) {
    try {
      OutputStream to = process.getOutputStream();
      to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends a signal by its name without SIG: {@code TERM}, {@code KILL}, {@code STOP}, {@code CONT},
   * {@code HUP}.
   */
  public void signal(String signal) {
    if (isAlive()) {
      List<String> kill =
          List.of("sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(pid()));
      if (inside) {
        node.exec(kill, "", Command.DEADLINE);
      } else {
        Command.run(kill, "", Command.DEADLINE);
      }
      if (inside && signal.equals("CONT")) {
        // nsenter stops itself when what it has started is stopped
        Command.run("kill", "-s", signal, Long.toString(process.pid()));
      }
    }
  }

  /** Ends it in order: TERM, and KILL when it has not ended after five seconds. */
  public void stop() {
    signal("TERM");
    if (!ended(GRACE)) {
      kill();
    }
  }

  /** Ends it without warning, as a crash would. */
  public void kill() {
    signal("KILL");
    if (!ended(GRACE)) {
      throw new LabException("%s on %s cannot be killed".formatted(name, node));
    }
  }

  /** Resident memory in KiB, as the kernel counts it. */
  public long residentKib() {
    String status = node.exec("cat", "/proc/" + pid() + "/status").orFail().out();
    return status
        .lines()
        .filter(l -> l.startsWith("VmRSS:"))
        .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow(
            () -> new LabException("%s on %s has no memory to count".formatted(name, node)));
  }

  /** The process numbers, as this machine sees them, of it and of what it started. */
  public List<Long> systemPids() {
    List<Long> all = process.descendants().map(ProcessHandle::pid).toList();
    // a process among the node's own is the child of the one that entered the node
    return inside ? all : Stream.concat(Stream.of(process.pid()), all.stream()).toList();
  }

  /** Its process number, as the node sees it. */
  public long pid() {
    await("known by its pid", Duration.ofSeconds(20), () -> read(pidFile).endsWith("\n"));
    return Long.parseLong(read(pidFile).strip());
  }

  /** Lets go of a process whose node has ended: on the node it has ended too. */
  void abandon() {
    process.destroyForcibly();
    ended(GRACE);
  }

  @Override
  public void close() {
    if (isAlive()) {
      stop();
    }
  }

  @Override
  public String toString() {
    return name + " on " + node;
  }

  private boolean ended(Duration deadline) {
    try {
      return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while waiting for " + this, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
