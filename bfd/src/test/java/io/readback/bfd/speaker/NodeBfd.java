package io.readback.bfd.speaker;

import io.readback.lab.LabNode;
import io.readback.linux.call.NetworkNamespace;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A speaker of this JVM that lives in a node's network. */
final class NodeBfd {
  private static final Duration DEADLINE = Duration.ofSeconds(40);

  private NodeBfd() {}

  static BfdSpeaker on(LabNode node) throws Exception {
    return new NetworkNamespace(node.networkNamespace()).call(BfdSpeaker::start);
  }

  static void await(BfdSession session, Predicate<BfdStatus> condition) {
    Awaitility.await(session.path() + " of " + session.status())
        .pollInterval(Duration.ofMillis(20))
        .atMost(DEADLINE)
        .until(() -> condition.test(session.status()));
  }
}
