package io.readback.bgp.interop;

import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.time.Duration;

/** Our speaker as a process on a node of the lab. */
final class NodeSpeaker {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final LabProcess process;
  private int asked;

  private NodeSpeaker(LabProcess process) {
    this.process = process;
  }

  static NodeSpeaker on(LabNode node) {
    return new NodeSpeaker(node.java("speaker", NodeSpeakerMain.class.getName()));
  }

  NodeSpeaker tell(String line) {
    process.writeLine(line);
    return this;
  }

  /** What the speaker shows of its session. */
  String status() {
    String head = "status " + ++asked + " ";
    process.writeLine(head.trim());
    process.await(
        "an answer",
        DEADLINE,
        () -> process.out().contains("\n" + head) || process.out().startsWith(head));
    return process.out().lines().filter(l -> l.startsWith(head)).findFirst().orElseThrow();
  }

  void awaitStatus(String part) {
    process.await(part, DEADLINE, () -> status().contains(part));
  }

  LabProcess process() {
    return process;
  }
}
