package io.readback.bfd.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Assumptions;

/** No octets make the decoder throw, and what it lets through can be written again. */
class PacketFuzzTest {
  @FuzzTest
  void decode(byte[] octets) {
    Assumptions.assumeTrue(octets.length < 2000);
    Received received = PacketDecoder.decode(ByteBuffer.wrap(octets), 0, octets.length);
    if (received instanceof ControlPacket packet
        && packet.authentication().isEmpty()
        && packet.diagnostic() != Diagnostic.RESERVED) {
      ByteBuffer again = ByteBuffer.allocate(PacketDecoder.HEADER);
      PacketEncoder.encode(packet, again, 0);
      assertThat(PacketDecoder.decode(again, 0, PacketDecoder.HEADER)).isEqualTo(packet);
    }
  }
}
