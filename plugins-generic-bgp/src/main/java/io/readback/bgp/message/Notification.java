package io.readback.bgp.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * NOTIFICATION, RFC 4271 section 4.5.
 *
 * @param code 0 to 255; names at {@link ErrorCode}
 * @param subcode 0 to 255
 * @param data what the code defines
 */
public record Notification(int code, int subcode, Octets data) implements Message {
  /** The longest shutdown message in octets (RFC 9003). */
  private static final int MAX_SHUTDOWN_MESSAGE = 255;

  /** AFI, SAFI and the limit. */
  private static final int PREFIX_LIMIT_OCTETS = 7;

  public Notification {
    if ((code & ~0xff) != 0 || (subcode & ~0xff) != 0) {
      throw new IllegalArgumentException("not an error code: " + code + "/" + subcode);
    }
  }

  /** Without data. */
  public static Notification of(int code, int subcode) {
    return new Notification(code, subcode, Octets.EMPTY);
  }

  public static Notification of(ErrorCode error) {
    return of(error, Octets.EMPTY);
  }

  public static Notification of(ErrorCode error, Octets data) {
    return new Notification(error.code(), error.subcode(), data);
  }

  /**
   * A Cease that carries a message for the peer's operator (RFC 9003), cut at a character boundary
   * to 255 octets of UTF-8.
   *
   * @param error {@link ErrorCode#ADMINISTRATIVE_SHUTDOWN} or {@link
   *     ErrorCode#ADMINISTRATIVE_RESET}
   */
  public static Notification cease(ErrorCode error, String message) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(text.length, MAX_SHUTDOWN_MESSAGE);
    while (length < text.length && length > 0 && (text[length] & 0xc0) == 0x80) {
      length--;
    }
    if (length == 0) {
      return of(error);
    }
    byte[] data = new byte[1 + length];
    data[0] = (byte) length;
    System.arraycopy(text, 0, data, 1, length);
    return of(error, Octets.of(data));
  }

  /** Too many prefixes of a family were received (RFC 4486 section 4). */
  public static Notification prefixLimit(Family family, int limit) {
    byte[] data = {
      (byte) (family.afi() >> 8),
      (byte) family.afi(),
      (byte) family.safi(),
      (byte) (limit >> 24),
      (byte) (limit >> 16),
      (byte) (limit >> 8),
      (byte) limit
    };
    return of(ErrorCode.MAXIMUM_PREFIXES_REACHED, Octets.of(data));
  }

  /** A Hard Reset (RFC 8538 section 3) that encloses {@code cause}. */
  public static Notification hardReset(Notification cause) {
    byte[] data = new byte[2 + cause.data().length()];
    data[0] = (byte) cause.code();
    data[1] = (byte) cause.subcode();
    cause.data().copyTo(data, 2);
    return of(ErrorCode.HARD_RESET, Octets.of(data));
  }

  /** The registered error, if the numbers name one. */
  public Optional<ErrorCode> error() {
    return ErrorCode.find(code, subcode);
  }

  /** The peer's message in a Cease 6/2 or 6/4 (RFC 9003), sanitised for display. */
  public Optional<String> shutdownMessage() {
    boolean carriesText =
        code == ErrorCode.CEASE && (subcode == 2 || subcode == 4) && data.length() > 1;
    if (!carriesText || data.get(0) == 0 || data.get(0) > data.length() - 1) {
      return Optional.empty();
    }
    return Optional.of(DisplayText.of(data.toBytes(), 1, data.get(0)));
  }

  /** The NOTIFICATION that a Hard Reset (6/9, RFC 8538) encloses in its data, if it holds one. */
  public Optional<Notification> enclosed() {
    if (code != ErrorCode.CEASE || subcode != 9 || data.length() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        new Notification(
            data.get(0), data.get(1), Octets.of(data.toBytes(), 2, data.length() - 2)));
  }

  /** The limit that a Cease 6/1 names in its data (RFC 4486 section 4), in words. */
  private Optional<String> exceeded() {
    if (code != ErrorCode.CEASE || subcode != 1 || data.length() != PREFIX_LIMIT_OCTETS) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(data.toBytes());
    Family family = new Family(in.getShort() & 0xffff, in.get() & 0xff);
    return Optional.of("at most " + (in.getInt() & 0xffffffffL) + " of " + family);
  }

  /**
   * {@code code/subcode name}, with the shutdown message or the limit where there is one, and with
   * what a Hard Reset encloses. That is one level: a peer could nest thousands of them.
   */
  public String describe() {
    return enclosed().map(n -> plain() + " (" + n.plain() + ")").orElseGet(this::plain);
  }

  private String plain() {
    String text = code + "/" + subcode + " " + ErrorCode.nameOf(code, subcode);
    return shutdownMessage()
        .map(message -> text + ": \"" + message + "\"")
        .or(() -> exceeded().map(limit -> text + ": " + limit))
        .orElse(text);
  }

  @Override
  public int type() {
    return TYPE_NOTIFICATION;
  }
}
