package io.readback.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The first process of a node: it prepares the node, says so, and then reads its standard input for
 * ever. When this JVM ends, however it ends, the pipe closes, the process ends, and as it is the
 * first of its process namespace the kernel ends everything on the node with it.
 */
final class Holder {
  private static final String READY = "ready";
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 5;

  private final Process process;

  private Holder(Process process) {
    this.process = process;
  }

  static Holder start(List<String> command, Map<String, String> environment, Path log) {
    ProcessBuilder builder = Command.builder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new LabException(
          "cannot run %s: %s; scripts/setup test installs what the lab needs"
              .formatted(command.get(0), e.getMessage()),
          e);
    }
    Holder holder = new Holder(process);
    holder.awaitReady(log);
    return holder;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Lets the node end, and makes sure that it has. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The pipe is gone already, and with it the node.
    }
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady(Path log) {
    BufferedReader from = process.inputReader(StandardCharsets.UTF_8);
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                line.complete(String.valueOf(from.readLine()));
              } catch (IOException e) {
                line.completeExceptionally(e);
              }
            },
            "lab-holder");
    thread.setDaemon(true);
    thread.start();
    try {
      String said = line.get(START_SECONDS, TimeUnit.SECONDS);
      if (!said.equals(READY)) {
        throw new LabException("said \"" + said + "\"");
      }
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while a node started", e);
    } catch (ExecutionException | TimeoutException | LabException e) {
      stop();
      throw new LabException("a node did not start: " + e.getMessage() + "\n" + text(log), e);
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
