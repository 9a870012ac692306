package io.readback.layer2.frame;

import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * An Ethernet address.
 *
 * @param value its 48 bits in the low bits
 */
public record MacAddress(long value) {
  public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);
  public static final MacAddress ZERO = new MacAddress(0);

  /** Where all IPv6 nodes listen (RFC 2464 section 7). */
  public static final MacAddress ALL_NODES = new MacAddress(0x3333_0000_0001L);

  private static final Pattern TEXT = Pattern.compile("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}");

  public MacAddress {
    if (value >>> 48 != 0) {
      throw new IllegalArgumentException("an Ethernet address has 48 bits");
    }
  }

  /** {@code 02:00:00:00:00:01}. */
  public static MacAddress parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "an Ethernet address is six pairs of hexadecimal digits but was '" + text + "'");
    }
    return new MacAddress(Long.parseLong(text.replace(":", ""), 16));
  }

  /** Six octets. */
  public static MacAddress of(byte[] octets) {
    if (octets.length != 6) {
      throw new IllegalArgumentException("an Ethernet address has 6 octets, not " + octets.length);
    }
    return read(ByteBuffer.wrap(octets), 0);
  }

  /** The Ethernet group that an IPv6 group is mapped to (RFC 2464 section 7). */
  public static MacAddress ofGroup(IpAddress group) {
    return new MacAddress(0x3333_0000_0000L | group.low() & 0xffff_ffffL);
  }

  static MacAddress read(ByteBuffer from, int at) {
    return new MacAddress((from.getShort(at) & 0xffffL) << 32 | from.getInt(at + 2) & 0xffff_ffffL);
  }

  void write(ByteBuffer to) {
    to.putShort((short) (value >>> 32)).putInt((int) value);
  }

  public boolean isMulticast() {
    return (value >>> 40 & 1) != 0;
  }

  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(6);
    write(out);
    return out.array();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(17);
    for (int shift = 40; shift >= 0; shift -= 8) {
      int octet = (int) (value >>> shift) & 0xff;
      out.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 15, 16));
      if (shift > 0) {
        out.append(':');
      }
    }
    return out.toString();
  }
}
