package io.readback.router.text;

/** Text that came from a router, for messages and evidence: one line, printable, not endless. */
public final class RouterText {
  /** Longest line in characters; what is longer ends in an ellipsis. */
  public static final int MAX_LENGTH = 300;

  private RouterText() {}

  /**
   * The text with runs of white space as one blank, and with control, format, private-use and
   * unpaired surrogate characters as {@code ?}, so that it cannot move a terminal's cursor or
   * reorder a line.
   */
  public static String oneLine(String text) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
    boolean blank = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        blank = out.length() > 0;
        continue;
      }
      if (blank) {
        out.append(' ');
        blank = false;
      }
      if (out.length() >= MAX_LENGTH) {
        return out.append('…').toString();
      }
      out.appendCodePoint(unprintable(c) ? '?' : c);
    }
    return out.toString();
  }

  private static boolean unprintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
