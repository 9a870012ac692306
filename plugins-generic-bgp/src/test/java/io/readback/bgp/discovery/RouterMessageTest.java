package io.readback.bgp.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.readback.bgp.discovery.RouterMessage.Kind;
import io.readback.spi.net.IpAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RouterMessageTest {
  private static final IpAddress ROUTER = IpAddress.parse("fe80::1");
  private static final byte[] MAC = HexFormat.of().parseHex("020000000001");

  @Test
  void solicitation_withLinkLayerAddress_isAsRfc4861Says() {
    assertThat(HexFormat.of().formatHex(RouterMessage.solicitation(MAC)))
        .isEqualTo(
            "85000000" // type, code, checksum by the kernel
                + "00000000" // reserved
                + "0101020000000001"); // source link-layer address, 8 octets
  }

  @Test
  void advertisement_isNobodysDefaultRouter() {
    assertThat(HexFormat.of().formatHex(RouterMessage.advertisement(new byte[0])))
        .isEqualTo(
            "86000000"
                + "00000000" // hop limit unspecified, no flags, router lifetime 0
                + "00000000" // reachable time unspecified
                + "00000000"); // retransmission timer unspecified
  }

  @Test
  void judge_ownMessages_areValid() {
    assertThat(RouterMessage.judge(RouterMessage.solicitation(MAC), ROUTER, 255))
        .isEqualTo(Kind.SOLICITATION);
    assertThat(RouterMessage.judge(RouterMessage.advertisement(MAC), ROUTER, 255))
        .isEqualTo(Kind.ADVERTISEMENT);
  }

  @Test
  void judge_advertisementThatIsNotValid_isIgnored() {
    byte[] sound = RouterMessage.advertisement(MAC);
    assertThat(RouterMessage.judge(sound, ROUTER, 254)).as("a router away").isEqualTo(Kind.NEITHER);
    assertThat(RouterMessage.judge(sound, IpAddress.parse("2001:db8::1"), 255))
        .as("no link-local source")
        .isEqualTo(Kind.NEITHER);
    assertThat(RouterMessage.judge(Arrays.copyOf(sound, 15), ROUTER, 255))
        .as("too short")
        .isEqualTo(Kind.NEITHER);
    byte[] code = sound.clone();
    code[1] = 1;
    assertThat(RouterMessage.judge(code, ROUTER, 255)).as("a code").isEqualTo(Kind.NEITHER);
    byte[] empty = sound.clone();
    empty[17] = 0;
    assertThat(RouterMessage.judge(empty, ROUTER, 255))
        .as("an option of length 0")
        .isEqualTo(Kind.NEITHER);
    byte[] long2 = sound.clone();
    long2[17] = 2;
    assertThat(RouterMessage.judge(long2, ROUTER, 255))
        .as("an option beyond the end")
        .isEqualTo(Kind.NEITHER);
  }

  @FuzzTest
  void judge_anyOctets_neverThrows(FuzzedDataProvider data) {
    int hopLimit = data.consumeInt(-1, 255);
    byte[] message = data.consumeRemainingAsBytes();
    Kind kind = RouterMessage.judge(message, ROUTER, hopLimit);
    assertThat(kind == Kind.NEITHER || message.length >= 8 && hopLimit == 255).isTrue();
  }
}
