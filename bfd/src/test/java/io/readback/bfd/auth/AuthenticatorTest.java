package io.readback.bfd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bfd.packet.AuthenticationSection;
import io.readback.bfd.packet.BfdState;
import io.readback.bfd.packet.ControlPacket;
import io.readback.bfd.packet.Diagnostic;
import io.readback.bfd.packet.Discard;
import io.readback.bfd.packet.PacketDecoder;
import io.readback.bfd.packet.PacketEncoder;
import io.readback.spi.Secret;
import io.readback.spi.target.BfdAuthentication;
import io.readback.spi.target.BfdAuthentication.Key;
import io.readback.spi.target.BfdAuthentication.Type;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 5880 section 6.7. */
class AuthenticatorTest {
  private static final String HEADER =
      "20c80318" + "00000007" + "00000009" + "000493e0" + "000493e0" + "00000000";

  private static BfdAuthentication keys(Type type, Object... idsAndSecrets) {
    Key[] keys = new Key[idsAndSecrets.length / 2];
    for (int i = 0; i < keys.length; i++) {
      keys[i] =
          new Key((int) idsAndSecrets[2 * i], Secret.ofText((String) idsAndSecrets[2 * i + 1]));
    }
    return new BfdAuthentication(type, List.of(keys));
  }

  private static ByteBuffer packet() {
    ByteBuffer out = ByteBuffer.allocate(PacketDecoder.HEADER + Authenticator.LONGEST_SECTION);
    ControlPacket content =
        new ControlPacket(
            Diagnostic.NONE,
            BfdState.UP,
            false,
            false,
            true,
            false,
            3,
            7,
            9,
            300_000,
            300_000,
            0,
            Optional.empty());
    PacketEncoder.encode(content, out, 0);
    return out;
  }

  /** Signed, as it goes out. */
  private static byte[] signed(Authenticator by) {
    ByteBuffer packet = packet();
    return Arrays.copyOf(packet.array(), by.sign(packet, false));
  }

  private static Discard check(Authenticator by, byte[] octets) {
    ByteBuffer packet = ByteBuffer.wrap(octets);
    ControlPacket read = (ControlPacket) PacketDecoder.decode(packet, 0, octets.length);
    AuthenticationSection section = read.authentication().orElseThrow();
    return by.check(packet, 0, section.type(), section.length());
  }

  @Test
  void sign_simplePassword_laysOutTheSection() {
    byte[] octets = signed(new Authenticator(keys(Type.SIMPLE_PASSWORD, 5, "abc"), 0));
    assertThat(HexFormat.of().formatHex(octets))
        .isEqualTo(
            // A bit, length 30
            HEADER.replace("20c80318", "20cc031e")
                // type 1, 6 octets, key id 5, "abc"
                + "01"
                + "06"
                + "05"
                + "616263");
  }

  @Test
  void sign_meticulousSha1_digestsThePacketWithTheKeyInTheDigestsPlace() throws Exception {
    byte[] octets = signed(new Authenticator(keys(Type.METICULOUS_KEYED_SHA1, 2, "geheim"), 41));
    String section =
        HEADER.replace("20c80318", "20cc0334") + "05" + "1c" + "02" + "00" + "0000002a";
    byte[] key = Arrays.copyOf("geheim".getBytes("US-ASCII"), 20);
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    sha1.update(HexFormat.of().parseHex(section));
    sha1.update(key);
    assertThat(HexFormat.of().formatHex(octets))
        .isEqualTo(section + HexFormat.of().formatHex(sha1.digest()));
  }

  @Test
  void sign_md5_padsTheKeyTo16Octets() throws Exception {
    byte[] octets = signed(new Authenticator(keys(Type.KEYED_MD5, 1, "k"), 7));
    String section =
        HEADER.replace("20c80318", "20cc0330") + "02" + "18" + "01" + "00" + "00000007";
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    md5.update(HexFormat.of().parseHex(section));
    md5.update(Arrays.copyOf(new byte[] {'k'}, 16));
    assertThat(HexFormat.of().formatHex(octets))
        .isEqualTo(section + HexFormat.of().formatHex(md5.digest()));
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void check_whatThePeerSigned_isTaken(Type type) {
    Authenticator ours = new Authenticator(keys(type, 1, "secret"), 100);
    Authenticator peer = new Authenticator(keys(type, 1, "secret"), -3);
    for (int i = 0; i < 10; i++) {
      assertThat(check(ours, signed(peer))).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void check_anotherSecretTypeOrKey_isDiscardedByItsRule(Type type) {
    Authenticator ours = new Authenticator(keys(type, 1, "secret"), 0);
    assertThat(check(ours, signed(new Authenticator(keys(type, 1, "Secret"), 0))))
        .isEqualTo(Discard.AUTHENTICATION_DIGEST);
    assertThat(check(ours, signed(new Authenticator(keys(type, 1, "secrets"), 0))))
        .isEqualTo(Discard.AUTHENTICATION_DIGEST);
    assertThat(check(ours, signed(new Authenticator(keys(type, 2, "secret"), 0))))
        .isEqualTo(Discard.AUTHENTICATION_KEY);
    Type other = type == Type.KEYED_MD5 ? Type.KEYED_SHA1 : Type.KEYED_MD5;
    assertThat(check(ours, signed(new Authenticator(keys(other, 1, "secret"), 0))))
        .isEqualTo(Discard.AUTHENTICATION_TYPE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Type.class,
      names = {"SIMPLE_PASSWORD"},
      mode = EnumSource.Mode.EXCLUDE)
  void check_anyChangedOctet_isDiscarded(Type type) {
    Authenticator ours = new Authenticator(keys(type, 1, "secret"), 0);
    byte[] octets = signed(new Authenticator(keys(type, 1, "secret"), 0));
    for (int i = 0; i < octets.length; i++) {
      byte[] forged = octets.clone();
      forged[i] ^= 1;
      boolean taken =
          PacketDecoder.decode(ByteBuffer.wrap(forged), 0, forged.length)
                  instanceof ControlPacket packet
              && packet.authentication().isPresent()
              && check(ours, forged) == null;
      assertThat(taken).as("octet " + i).isFalse();
    }
    assertThat(check(ours, octets)).isNull();
  }

  @Test
  void check_replayedPacket_isTakenByMeticulousTypesNoMore() {
    Authenticator ours = new Authenticator(keys(Type.METICULOUS_KEYED_MD5, 1, "s"), 0);
    Authenticator peer = new Authenticator(keys(Type.METICULOUS_KEYED_MD5, 1, "s"), 0);
    byte[] first = signed(peer);
    assertThat(check(ours, first)).isNull();
    assertThat(check(ours, first)).isEqualTo(Discard.AUTHENTICATION_SEQUENCE);
    assertThat(check(ours, signed(peer))).isNull();
    assertThat(check(ours, first)).isEqualTo(Discard.AUTHENTICATION_SEQUENCE);
    // the peer was silent for long, or has restarted
    ours.forgetSequence();
    assertThat(check(ours, first)).isNull();
  }

  @Test
  void check_sequenceTooFarAhead_isDiscardedAndMovesNothing() {
    Authenticator ours = new Authenticator(keys(Type.KEYED_SHA1, 1, "s"), 0);
    assertThat(check(ours, signed(new Authenticator(keys(Type.KEYED_SHA1, 1, "s"), 0xfffffffe))))
        .isNull();
    // three times the multiplier of 3
    assertThat(check(ours, signed(new Authenticator(keys(Type.KEYED_SHA1, 1, "s"), 8))))
        .isEqualTo(Discard.AUTHENTICATION_SEQUENCE);
    assertThat(check(ours, signed(new Authenticator(keys(Type.KEYED_SHA1, 1, "s"), 7)))).isNull();
    assertThat(check(ours, signed(new Authenticator(keys(Type.KEYED_SHA1, 1, "s"), 6))))
        .isEqualTo(Discard.AUTHENTICATION_SEQUENCE);
  }

  @Test
  void change_newKeyAddedThenFirstThenAlone_losesNoPacket() {
    Type type = Type.METICULOUS_KEYED_SHA1;
    Authenticator ours = new Authenticator(keys(type, 1, "old"), 0);
    Authenticator peer = new Authenticator(keys(type, 1, "old"), 0);
    assertThat(check(peer, signed(ours))).isNull();
    for (BfdAuthentication next :
        List.of(
            keys(type, 1, "old", 2, "new"), keys(type, 2, "new", 1, "old"), keys(type, 2, "new"))) {
      ours.change(next);
      assertThat(check(peer, signed(ours))).isNull();
      assertThat(check(ours, signed(peer))).isNull();
      peer.change(next);
      assertThat(check(peer, signed(ours))).isNull();
      assertThat(check(ours, signed(peer))).isNull();
    }
  }
}
