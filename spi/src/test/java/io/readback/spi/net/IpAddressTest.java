package io.readback.spi.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "172.16.90.2, 172.16.90.2",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8::1, 2001:db8::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "::ffff:10.0.0.1, ::ffff:10.0.0.1",
    "::ffff:a00:1, ::ffff:10.0.0.1",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "fe80::, fe80::",
    "0:0:1::, 0:0:1::",
  })
  void parse_validLiteral_printsCanonically(String text, String canonical) {
    IpAddress address = IpAddress.parse(text);
    assertThat(address).hasToString(canonical);
    assertThat(IpAddress.parse(canonical)).isEqualTo(address);
    assertThat(IpAddress.ofBytes(address.toBytes())).isEqualTo(address);
    assertThat(IpAddress.of(address.toInetAddress()))
        .isEqualTo(canonical.startsWith("::ffff:") ? IpAddress.parse("10.0.0.1") : address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.4 ",
        "1..3.4",
        "١.2.3.4",
        "localhost",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "12345::",
        "g::",
        "::1%eth0",
        "1:2:3:4:5:6:7::8",
        "1.2.3.4::",
        "::1.2.3",
        "::01.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4"
      })
  void parse_anythingElse_isRefusedWithTheText(String text) {
    assertThat(IpAddress.tryParse(text)).isEmpty();
    assertThatThrownBy(() -> IpAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void compareTo_mixedFamilies_isUnsignedWithinAFamilyAndIpv4First() {
    assertThat(IpAddress.parse("10.0.0.1")).isLessThan(IpAddress.parse("200.0.0.1"));
    assertThat(IpAddress.parse("255.0.0.1")).isLessThan(IpAddress.parse("::1"));
    assertThat(IpAddress.parse("2001:db8::1")).isLessThan(IpAddress.parse("fe80::1"));
  }

  @Test
  void nextAndPrevious_overAWordBoundary_carry() {
    IpAddress a = IpAddress.parse("2001:db8::ffff:ffff:ffff:ffff");
    assertThat(a.next()).hasToString("2001:db8:0:1::");
    assertThat(a.next().previous()).isEqualTo(a);
    assertThat(IpAddress.parse("10.0.255.255").next()).hasToString("10.1.0.0");
    assertThat(IpAddress.parse("128.0.0.0").previous()).hasToString("127.255.255.255");
    assertThat(IpAddress.parse("255.255.255.255").next()).hasToString("0.0.0.0");
  }

  @Test
  void classes_ofAddresses_areThoseOfTheirBlocks() {
    assertThat(IpAddress.parse("127.9.9.9").isLoopback()).isTrue();
    assertThat(IpAddress.parse("::1").isLoopback()).isTrue();
    assertThat(IpAddress.parse("169.254.1.1").isLinkLocal()).isTrue();
    assertThat(IpAddress.parse("fe80::1").isLinkLocal()).isTrue();
    assertThat(IpAddress.parse("fec0::1").isLinkLocal()).isFalse();
    assertThat(IpAddress.parse("224.0.0.1").isMulticast()).isTrue();
    assertThat(IpAddress.parse("239.255.255.255").isMulticast()).isTrue();
    assertThat(IpAddress.parse("240.0.0.1").isMulticast()).isFalse();
    assertThat(IpAddress.parse("ff02::1").isMulticast()).isTrue();
  }
}
