package io.readback.bfd.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bfd.fsm.BfdSettings;
import io.readback.bfd.packet.Discard;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.spi.net.IpAddress;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A router in between takes one from the TTL. */
@LabTest
final class MinimumTtlIT {
  @Test
  void minimumTtl_overOneRouter_isHeld(Lab lab) throws Exception {
    lab.router("r", "10.1.0.1/24", "10.2.0.1/24");
    LabNode nodeA = lab.node("a", "10.1.0.2/24").addRoute("10.2.0.0/24", "10.1.0.1");
    LabNode nodeB = lab.node("b", "10.2.0.2/24").addRoute("10.1.0.0/24", "10.2.0.1");
    IpAddress addressA = IpAddress.parse("10.1.0.2");
    IpAddress addressB = IpAddress.parse("10.2.0.2");
    try (BfdSpeaker a = NodeBfd.on(nodeA);
        BfdSpeaker b = NodeBfd.on(nodeB)) {
      b.open(BfdPath.multihop(addressA, addressB), BfdSettings.DEFAULT, BfdListener.NONE);
      BfdSession session =
          a.open(
              BfdPath.multihop(addressB, addressA),
              BfdSettings.DEFAULT.withMinimumTtl(255),
              BfdListener.NONE);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> a.discards().get(Discard.TTL) > 1);
      assertThat(session.status().isUp()).isFalse();
      assertThat(session.status().problem().orElseThrow()).contains("TTL 254", "minimum is 255");
      session.change(BfdSettings.DEFAULT.withMinimumTtl(254));
      NodeBfd.await(session, BfdStatus::isUp);
    }
  }
}
