package io.readback.core.manifest;

import java.util.Map;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression as Go writes it, which Cilium reads, said in Java's way. Both mean the same
 * by nearly everything; they differ over classes like {@code [[:digit:]]}, brackets and ampersands
 * within classes, and how a group is named.
 */
final class GoPattern {
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alnum", "p{Alnum}"),
          Map.entry("alpha", "p{Alpha}"),
          Map.entry("ascii", "p{ASCII}"),
          Map.entry("blank", "p{Blank}"),
          Map.entry("cntrl", "p{Cntrl}"),
          Map.entry("digit", "d"),
          Map.entry("graph", "p{Graph}"),
          Map.entry("lower", "p{Lower}"),
          Map.entry("print", "p{Print}"),
          Map.entry("punct", "p{Punct}"),
          Map.entry("space", "s"),
          Map.entry("upper", "p{Upper}"),
          Map.entry("word", "w"),
          Map.entry("xdigit", "p{XDigit}"));

  private final String text;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private GoPattern(String text) {
    this.text = text;
  }

  /**
   * The same for {@link java.util.regex.Pattern}, which may refuse it still.
   *
   * @throws PatternSyntaxException if it names a class that there is not
   */
  static String toJava(String text) {
    return new GoPattern(text).translate();
  }

  private String translate() {
    while (at < text.length()) {
      if (text.charAt(at) == '[') {
        bracket();
      } else if (!quoted() && !escaped() && !named()) {
        out.append(text.charAt(at++));
      }
    }
    return out.toString();
  }

  private boolean quoted() {
    if (!text.startsWith("\\Q", at)) {
      return false;
    }
    int end = text.indexOf("\\E", at);
    int next = end < 0 ? text.length() : end + 2;
    out.append(text, at, next);
    at = next;
    return true;
  }

  private boolean escaped() {
    if (text.charAt(at) != '\\') {
      return false;
    }
    int next = Math.min(at + 2, text.length());
    out.append(text, at, next);
    at = next;
    return true;
  }

  /** A group's name does not matter for what matches, and Java takes fewer names. */
  private boolean named() {
    boolean old = text.startsWith("(?P<", at);
    boolean look = text.startsWith("(?<=", at) || text.startsWith("(?<!", at);
    if (!old && (look || !text.startsWith("(?<", at))) {
      return false;
    }
    int end = text.indexOf('>', at);
    if (end < 0) {
      return false;
    }
    out.append('(');
    at = end + 1;
    return true;
  }

  private void bracket() {
    out.append(text.charAt(at++));
    if (text.startsWith("^", at)) {
      out.append(text.charAt(at++));
    }
    // the first is a member, even a closing bracket
    for (boolean first = true; at < text.length(); first = false) {
      char c = text.charAt(at);
      if (c == ']' && !first) {
        out.append(c);
        at++;
        return;
      }
      if (!posix() && !escaped()) {
        if (c == ']' || c == '[' || c == '&') {
          out.append('\\');
        }
        out.append(c);
        at++;
      }
    }
  }

  private boolean posix() {
    int end = text.indexOf(":]", at + 2);
    if (!text.startsWith("[:", at) || end < 0) {
      return false;
    }
    boolean not = text.startsWith("^", at + 2);
    String name = text.substring(at + (not ? 3 : 2), end);
    String known = CLASSES.get(name);
    if (known == null) {
      throw new PatternSyntaxException("Unknown character class [:" + name + ":]", text, at);
    }
    out.append('\\');
    out.append(not ? Character.toUpperCase(known.charAt(0)) : known.charAt(0));
    out.append(known, 1, known.length());
    at = end + 2;
    return true;
  }
}
