package io.readback.spi.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedCommunityTest {
  @ParameterizedTest
  @CsvSource({
    "target:65000:100, 0002fde800000064",
    "target:4200000000:100, 0202fa56ea000064",
    "target:192.0.2.1:7, 0102c00002010007",
    "origin:65000:100, 0003fde800000064",
    "bandwidth:65000:125000000, 4004fde84cee6b28",
    "transitive-bandwidth:65000:125000000, 0004fde84cee6b28",
    "bandwidth:0:0, 4004000000000000",
    "0x030b000000000001, 030b000000000001",
    // not a number of octets a second
    "0x4004fde87fc00000, 4004fde87fc00000",
    // minus zero would read back as zero
    "0x4004fde880000000, 4004fde880000000"
  })
  void text_andOctets_sayTheSame(String text, String hex) {
    ExtendedCommunity community = new ExtendedCommunity(Long.parseUnsignedLong(hex, 16));
    assertThat(community).hasToString(text);
    assertThat(ExtendedCommunity.parse(text)).contains(community);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "65000:100",
        "target:65000",
        "target:4294967296:1",
        "target:70000:70000",
        "target:192.0.2.1:65536",
        "target:192.0.2:1",
        "bandwidth:70000:1",
        "bandwidth:1:1.1.1",
        "0x12"
      })
  void parse_noCommunity_isEmpty(String text) {
    assertThat(ExtendedCommunity.parse(text)).isEmpty();
  }

  @Test
  void linkBandwidth_ofALargeAs_hasAsTrans() {
    ExtendedCommunity community = ExtendedCommunity.linkBandwidth(4200000000L, 1000f, false);
    assertThat(community).hasToString("bandwidth:23456:1000");
    assertThat(community.transitive()).isFalse();
    assertThat(community.linkBandwidth()).hasValue(1000);
    assertThatThrownBy(() -> ExtendedCommunity.linkBandwidth(1, Float.NaN, false))
        .hasMessageContaining("NaN");
  }

  @Property
  void text_ofAnyCommunity_isReadBack(@ForAll long value) {
    ExtendedCommunity community = new ExtendedCommunity(value);
    assertThat(ExtendedCommunity.parse(community.toString())).contains(community);
  }

  @Property
  void text_ofTheKnownTypes_isReadBack(
      @ForAll @IntRange(max = 2) int type,
      @ForAll @IntRange(min = 2, max = 4) int subtype,
      @ForAll @LongRange(max = 0xffffffffffffL) long rest) {
    long value = (long) type << 56 | (long) subtype << 48 | rest;
    ExtendedCommunity community = new ExtendedCommunity(value);
    assertThat(ExtendedCommunity.parse(community.toString())).contains(community);
  }

  @Property
  void text_ofAnyIpv6Community_isReadBack(
      @ForAll @IntRange(max = 0xffff) int type,
      @ForAll long high,
      @ForAll long low,
      @ForAll @IntRange(max = 0xffff) int local) {
    Ipv6ExtendedCommunity community =
        new Ipv6ExtendedCommunity(type, IpAddress.ofBits(AddressFamily.IPV6, high, low), local);
    assertThat(Ipv6ExtendedCommunity.parse(community.toString())).contains(community);
  }
}
