package io.readback.spi.route;

import io.readback.spi.net.IpAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An extended community, RFC 4360: 8 octets, compared unsigned. Of its many types those are told
 * apart that a route of a Service may need: route target, route origin, link bandwidth.
 *
 * @param value the octets as they stand in the attribute, type first
 */
public record ExtendedCommunity(long value) implements Comparable<ExtendedCommunity> {
  /** How to write one, for messages. */
  public static final String HOW_TO_WRITE =
      "target:AS:number, target:IPv4-address:number, the same with origin,"
          + " bandwidth:AS:octets-per-second, transitive-bandwidth:AS:octets-per-second, or 0x and"
          + " 16 hexadecimal digits";

  private static final int NON_TRANSITIVE = 0x40;
  private static final int SUBTYPE_TARGET = 2;
  private static final int SUBTYPE_ORIGIN = 3;
  private static final int SUBTYPE_BANDWIDTH = 4;
  private static final long MAX_2 = 0xffff;
  private static final long MAX_4 = 0xffffffffL;

  private static final Pattern HEX = Pattern.compile("0x([0-9a-fA-F]{16})");
  private static final Pattern ROUTE =
      Pattern.compile("(target|origin):([0-9]{1,10}|[0-9.]{7,15}):([0-9]{1,10})");
  private static final Pattern BANDWIDTH =
      Pattern.compile("(transitive-)?bandwidth:([0-9]{1,5}):([0-9.]{1,20}(?:E-?[0-9]{1,2})?)");

  /**
   * The link bandwidth of draft-ietf-idr-link-bandwidth, by which routers weight paths that they
   * would otherwise use alike.
   *
   * @param asn only its lower 16 bits have room; a larger one is written as AS_TRANS (23456)
   * @param octetsPerSecond finite and not negative; kept as an IEEE 754 single
   * @param transitive whether the routers behind an external peer may see it too
   */
  public static ExtendedCommunity linkBandwidth(
      long asn, float octetsPerSecond, boolean transitive) {
    if (!(octetsPerSecond >= 0) || Float.isInfinite(octetsPerSecond)) {
      throw new IllegalArgumentException(
          "a link bandwidth is a number of octets a second but was " + octetsPerSecond);
    }
    long as = asn > MAX_2 ? 23456 : asn;
    long type = transitive ? 0 : NON_TRANSITIVE;
    return new ExtendedCommunity(
        type << 56
            | (long) SUBTYPE_BANDWIDTH << 48
            | as << 32
            | (Float.floatToIntBits(octetsPerSecond) & MAX_4));
  }

  /** Reads what {@link #toString} writes; empty for anything else. */
  public static Optional<ExtendedCommunity> parse(String text) {
    Matcher hex = HEX.matcher(text);
    if (hex.matches()) {
      return Optional.of(new ExtendedCommunity(Long.parseUnsignedLong(hex.group(1), 16)));
    }
    Matcher bandwidth = BANDWIDTH.matcher(text);
    if (bandwidth.matches()) {
      long asn = Long.parseLong(bandwidth.group(2));
      Optional<Float> rate = rate(bandwidth.group(3));
      return asn > MAX_2
          ? Optional.empty()
          : rate.map(r -> linkBandwidth(asn, r, bandwidth.group(1) != null));
    }
    Matcher route = ROUTE.matcher(text);
    return route.matches()
        ? route(
            route.group(1).equals("target") ? SUBTYPE_TARGET : SUBTYPE_ORIGIN,
            route.group(2),
            Long.parseLong(route.group(3)))
        : Optional.empty();
  }

  private static Optional<Float> rate(String text) {
    try {
      float value = Float.parseFloat(text);
      return Float.isInfinite(value) ? Optional.empty() : Optional.of(value);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** RFC 4360 section 3.1 (2-octet AS), 3.2 (address), RFC 5668 (4-octet AS). */
  private static Optional<ExtendedCommunity> route(int subtype, String global, long local) {
    long head = (long) subtype << 48;
    if (global.indexOf('.') >= 0) {
      return IpAddress.tryParse(global)
          .filter(a -> local <= MAX_2)
          .map(a -> new ExtendedCommunity(1L << 56 | head | (a.ipv4Value() & MAX_4) << 16 | local));
    }
    long asn = Long.parseLong(global);
    if (asn <= MAX_2) {
      return local > MAX_4
          ? Optional.empty()
          : Optional.of(new ExtendedCommunity(head | asn << 32 | local));
    }
    return asn > MAX_4 || local > MAX_2
        ? Optional.empty()
        : Optional.of(new ExtendedCommunity(2L << 56 | head | asn << 16 | local));
  }

  /** Whether it may cross from one AS into the next. */
  public boolean transitive() {
    return (type() & NON_TRANSITIVE) == 0;
  }

  /** Octets a second, where it is a link bandwidth of either form. */
  public OptionalDouble linkBandwidth() {
    if ((type() & ~NON_TRANSITIVE) != 0 || subtype() != SUBTYPE_BANDWIDTH) {
      return OptionalDouble.empty();
    }
    float rate = Float.intBitsToFloat((int) value);
    return rate >= 0 && !Float.isInfinite(rate) ? OptionalDouble.of(rate) : OptionalDouble.empty();
  }

  private int type() {
    return (int) (value >>> 56);
  }

  private int subtype() {
    return (int) (value >>> 48) & 0xff;
  }

  @Override
  public int compareTo(ExtendedCommunity other) {
    return Long.compareUnsigned(value, other.value);
  }

  /**
   * {@code target:65000:100}, {@code origin:192.0.2.1:7}, {@code bandwidth:65000:125000000} (octets
   * a second), {@code transitive-bandwidth:…}, and everything else in hexadecimal. Two different
   * communities never have one text.
   */
  @Override
  public String toString() {
    String text = text();
    return parse(text).filter(this::equals).isPresent()
        ? text
        : String.format(Locale.ROOT, "0x%016x", value);
  }

  private String text() {
    if (linkBandwidth().isPresent()) {
      return (transitive() ? "transitive-" : "")
          + "bandwidth:"
          + (value >>> 32 & MAX_2)
          + ":"
          + number((float) linkBandwidth().getAsDouble());
    }
    String kind =
        switch (subtype()) {
          case SUBTYPE_TARGET -> "target:";
          case SUBTYPE_ORIGIN -> "origin:";
          default -> "";
        };
    return switch (kind.isEmpty() ? -1 : type()) {
      case 0 -> kind + (value >>> 32 & MAX_2) + ":" + (value & MAX_4);
      case 1 -> kind + IpAddress.ofIpv4((int) (value >>> 16)) + ":" + (value & MAX_2);
      case 2 -> kind + (value >>> 16 & MAX_4) + ":" + (value & MAX_2);
      default -> "";
    };
  }

  private static String number(float rate) {
    return rate < 1e15f && rate == Math.rint(rate)
        ? Long.toString((long) rate)
        : Float.toString(rate);
  }
}
