package io.readback.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Makes a lab with a node on either ground and a process on each, says so, and waits to be killed.
 */
final class UnfinishedLab {
  private UnfinishedLab() {}

  public static void main(String[] arguments) throws IOException {
    Lab lab = new Lab(Ground.CONTAINER);
    LabNode namespace = lab.node("a", "172.16.10.1/24");
    LabNode container = lab.router("b", "172.16.10.2/24");
    long first = outsidePid(namespace, "60001");
    long second = outsidePid(container, "60002");
    System.out.printf(
        Locale.ROOT,
        "ready %s %d %d %d %d%n",
        lab,
        namespace.pid(),
        container.pid(),
        first,
        second);
    while (System.in.read() >= 0) {
      // nothing is said on this pipe
    }
  }

  /** Starts a process whose argument is unique, and finds its number outside the node. */
  private static long outsidePid(LabNode node, String seconds) {
    node.start("sleeper", "sleep", seconds)
        .await("there", Duration.ofSeconds(10), () -> find(seconds) > 0);
    return find(seconds);
  }

  private static long find(String seconds) {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").endsWith("sleep " + seconds))
        .filter(p -> p.info().command().orElse("").endsWith("sleep"))
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElse(-1);
  }
}
