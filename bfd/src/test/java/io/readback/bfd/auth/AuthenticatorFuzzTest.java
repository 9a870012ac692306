package io.readback.bfd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.readback.bfd.packet.ControlPacket;
import io.readback.bfd.packet.PacketDecoder;
import io.readback.spi.Secret;
import io.readback.spi.target.BfdAuthentication;
import io.readback.spi.target.BfdAuthentication.Key;
import io.readback.spi.target.BfdAuthentication.Type;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** No octets that the decoder lets through make the judgement throw, or pass without the key. */
class AuthenticatorFuzzTest {
  private static final byte[] SECRET = new byte[16];

  static {
    // not a text that an input could spell
    for (int i = 0; i < SECRET.length; i++) {
      SECRET[i] = (byte) (0xa7 ^ i * 31);
    }
  }

  @FuzzTest
  void check(byte[] octets) {
    Assumptions.assumeTrue(octets.length < 300);
    ByteBuffer packet = ByteBuffer.wrap(octets);
    if (PacketDecoder.decode(packet, 0, octets.length) instanceof ControlPacket read
        && read.authentication().isPresent()) {
      int type = read.authentication().get().type();
      int length = read.authentication().get().length();
      for (Type ours : Type.values()) {
        Authenticator by =
            new Authenticator(
                new BfdAuthentication(ours, List.of(new Key(1, Secret.of(SECRET)))), 0);
        assertThat(by.check(packet, 0, type, length)).isNotNull();
      }
    }
  }
}
