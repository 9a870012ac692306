package io.readback.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs one short command of the machine, with a deadline. */
final class Command {
  static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final String PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/frr";

  private Command() {}

  static ExecResult run(String... argv) {
    return run(List.of(argv), "", DEADLINE);
  }

  static ExecResult run(List<String> argv, String stdin, Duration deadline) {
    try {
      Process process = builder(argv).start();
      CompletableFuture<String> out = drain(process.getInputStream());
      CompletableFuture<String> err = drain(process.getErrorStream());
      feed(process, stdin);
      if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new LabException(
            "`%s` had not ended after %s".formatted(String.join(" ", argv), deadline));
      }
      return new ExecResult(argv, process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new LabException(
          "cannot run `%s`: %s; scripts/setup test installs what the lab needs"
              .formatted(String.join(" ", argv), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted in `%s`".formatted(String.join(" ", argv)), e);
    }
  }

  /** A process builder whose environment does not depend on the caller's shell. */
  static ProcessBuilder builder(List<String> argv) {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().putAll(Map.of("PATH", PATH, "LC_ALL", "C.UTF-8"));
    return builder;
  }

  static List<String> concat(List<String> prefix, List<String> rest) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(rest);
    return List.copyOf(all);
  }

  private static void feed(Process process, String stdin) {
    try (OutputStream to = process.getOutputStream()) {
      to.write(stdin.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The command ended before it had read everything: its exit code says whether that matters.
    }
  }

  private static CompletableFuture<String> drain(InputStream from) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (from) {
                text.complete(new String(from.readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.completeExceptionally(new UncheckedIOException(e));
              }
            },
            "lab-drain");
    thread.setDaemon(true);
    thread.start();
    return text;
  }
}
