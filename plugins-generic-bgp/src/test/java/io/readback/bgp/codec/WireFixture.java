package io.readback.bgp.codec;

import io.readback.bgp.message.Octets;
import io.readback.spi.net.IpAddress;

/** Octets written as hexadecimal text: spaces do not count, {@code #} begins a comment. */
final class WireFixture {
  static final String MARKER = "ff".repeat(16);

  private WireFixture() {}

  static IpAddress identifier() {
    return IpAddress.parse("10.0.0.1");
  }

  static Octets octets(String annotated) {
    StringBuilder hex = new StringBuilder();
    annotated
        .lines()
        .map(line -> line.contains("#") ? line.substring(0, line.indexOf('#')) : line)
        .forEach(line -> hex.append(line.replaceAll("\\s", "")));
    return Octets.ofHex(hex.toString());
  }

  static byte[] bytes(String annotated) {
    return octets(annotated).toBytes();
  }

  /** A whole message of {@code type} around an annotated body. */
  static byte[] message(int type, String body) {
    byte[] octets = bytes(body);
    return bytes(
        MARKER
            + String.format("%04x%02x", 19 + octets.length, type)
            + java.util.HexFormat.of().formatHex(octets));
  }

  /** An UPDATE from the hexadecimal text of its three parts. */
  static byte[] update(String withdrawn, String attributes, String nlri) {
    Octets w = octets(withdrawn);
    Octets a = octets(attributes);
    return message(
        2,
        String.format("%04x", w.length())
            + w
            + String.format("%04x", a.length())
            + a
            + octets(nlri));
  }
}
