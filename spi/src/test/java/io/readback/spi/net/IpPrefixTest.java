package io.readback.spi.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {
  @Test
  void parse_hostBitsSet_isRefusedNamingTheNetwork() {
    assertThatThrownBy(() -> IpPrefix.parse("172.16.91.1/24"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("172.16.91.0/24");
    assertThat(IpPrefix.tryParseMasked("172.16.91.1/24"))
        .contains(IpPrefix.parse("172.16.91.0/24"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0",
        "10.0.0.0/33",
        "::/129",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/1000"
      })
  void parse_noPrefix_isRefused(String text) {
    assertThatThrownBy(() -> IpPrefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
    assertThat(IpPrefix.tryParseMasked(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, 255.255.255.255",
    "172.16.90.0/23, 172.16.91.255",
    "10.0.0.1/32, 10.0.0.1",
    "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::/63, 2001:db8:0:1:ffff:ffff:ffff:ffff",
    "2001:db8::/65, 2001:db8::7fff:ffff:ffff:ffff",
    "2001:db8::1/128, 2001:db8::1",
  })
  void last_ofPrefix_hasAllHostBitsSet(String prefix, String last) {
    assertThat(IpPrefix.parse(prefix).last()).hasToString(last);
  }

  @Test
  void covers_longerAndEqualPrefixes_ofTheSameFamilyOnly() {
    IpPrefix pool = IpPrefix.parse("172.16.90.0/23");
    assertThat(pool.covers(pool)).isTrue();
    assertThat(pool.covers(IpPrefix.parse("172.16.91.7/32"))).isTrue();
    assertThat(pool.covers(IpPrefix.parse("172.16.0.0/16"))).isFalse();
    assertThat(IpPrefix.parse("::/0").covers(IpPrefix.parse("10.0.0.0/8"))).isFalse();
    assertThat(IpPrefix.parse("0.0.0.0/0").contains(IpAddress.parse("::1"))).isFalse();
  }

  @Test
  void compareTo_nestedPrefixes_putsTheCoveringOneFirst() {
    assertThat(IpPrefix.parse("10.0.0.0/8")).isLessThan(IpPrefix.parse("10.0.0.0/16"));
    assertThat(IpPrefix.parse("10.0.0.0/16")).isLessThan(IpPrefix.parse("10.1.0.0/16"));
    assertThat(IpPrefix.parse("192.0.0.0/8")).isLessThan(IpPrefix.parse("::/0"));
  }
}
