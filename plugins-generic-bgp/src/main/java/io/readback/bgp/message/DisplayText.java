package io.readback.bgp.message;

import java.nio.charset.StandardCharsets;

/** Text of a peer made fit for logs and terminals. */
public final class DisplayText {
  private static final int REPLACEMENT = 0xfffd;

  private DisplayText() {}

  /**
   * Reads UTF-8. Malformed octets, control and format characters (terminal escapes, line breaks,
   * direction overrides) become U+FFFD.
   */
  public static String of(byte[] octets, int offset, int length) {
    String text = new String(octets, offset, length, StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().map(c -> isPlain(c) ? c : REPLACEMENT).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
