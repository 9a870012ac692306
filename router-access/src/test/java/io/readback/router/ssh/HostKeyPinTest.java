package io.readback.router.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeyPinTest {
  /** The public key of RFC 8032 section 7.1, test 1, as OpenSSH writes it. */
  private static final String LINE =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

  @ParameterizedTest
  @ValueSource(
      strings = {"%s", "%s root@tor1", "10.0.0.1 %s", "[10.0.0.1]:2222 %s a comment", " %s "})
  void parse_publicKeyLine_hasFingerprintAndType(String form) {
    HostKeyPin pin = HostKeyPin.parse(form.formatted(LINE));

    assertThat(pin.type()).isEqualTo(Optional.of("ssh-ed25519"));
    assertThat(pin.fingerprint())
        .as("ssh-keygen -lf says the same")
        .isEqualTo("SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8");
  }

  @Test
  void parse_fingerprint_isTakenAsItIsWithoutPadding() {
    String fingerprint = "SHA256:" + "A".repeat(43);

    assertThat(HostKeyPin.parse(fingerprint))
        .isEqualTo(new HostKeyPin(fingerprint, Optional.empty()));
    assertThat(HostKeyPin.parse(fingerprint + "=").fingerprint()).isEqualTo(fingerprint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SHA256:",
        "SHA256:short",
        "MD5:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff",
        "ssh-ed25519",
        "ssh-ed25519 !!!",
        "ssh-ed25519 AAAA",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
        "ssh-dss AAAAB3NzaC1kc3M=",
        "*",
      })
  void parse_anythingElse_isRefusedWithARemedy(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostKeyPin.parse(text))
        .withMessageContaining("ssh-keygen -lf");
  }
}
