package io.readback.bgp.interop;

import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Our speaker as a process on a node of the lab; {@link #session} tells its sessions apart. */
final class NodeSpeaker {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final LabProcess process;
  private final String prefix;
  private final AtomicInteger asked;

  private NodeSpeaker(LabProcess process, String prefix, AtomicInteger asked) {
    this.process = process;
    this.prefix = prefix;
    this.asked = asked;
  }

  static NodeSpeaker on(LabNode node) {
    return new NodeSpeaker(
        node.java("speaker", NodeSpeakerMain.class.getName()), "", new AtomicInteger());
  }

  /** The same process, told about one session. */
  NodeSpeaker session(String name) {
    return new NodeSpeaker(process, "@" + name + " ", asked);
  }

  /** With any number of sessions, see {@link SessionsMain}. */
  static NodeSpeaker ofSessions(LabNode node) {
    return new NodeSpeaker(
        node.java("speaker", SessionsMain.class.getName()), "", new AtomicInteger());
  }

  NodeSpeaker tell(String line) {
    process.writeLine(prefix + line);
    return this;
  }

  /** What the speaker shows of its session. */
  String status() {
    String question = "status " + asked.incrementAndGet();
    String head = question + " ";
    process.writeLine(prefix + question);
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
