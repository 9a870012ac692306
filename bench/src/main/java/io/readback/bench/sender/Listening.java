package io.readback.bench.sender;

import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.time.Duration;

/** Waits for a process to listen for BGP. */
final class Listening {
  private Listening() {}

  static void await(LabNode node, LabProcess process, String address, Duration deadline) {
    process.await(
        "listening",
        deadline,
        () -> node.network("ss", "-Hltn", "src", address + ":179").out().contains(":179"));
  }
}
