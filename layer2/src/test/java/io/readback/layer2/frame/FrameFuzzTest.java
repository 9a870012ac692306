package io.readback.layer2.frame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;

/** No octets make the decoders throw, and what they take they write as they read it. */
class FrameFuzzTest {
  @FuzzTest
  void arp(byte[] frame) {
    Optional<ArpPacket> packet = ArpPacket.decode(frame);
    if (packet.isPresent() && !ArpPacket.decode(packet.get().encode()).equals(packet)) {
      throw new AssertionError(packet.get() + " is written as another packet");
    }
  }

  @FuzzTest
  void neighbor(byte[] frame) {
    Optional<NeighborMessage> message = NeighborCodec.decode(frame);
    if (message.isPresent()
        && !NeighborCodec.decode(NeighborCodec.encode(message.get())).equals(message)) {
      throw new AssertionError(message.get() + " is written as another message");
    }
  }
}
