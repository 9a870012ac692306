package io.readback.example.jsonfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As much JSON as a file of routes needs: objects, lists and texts. */
final class Json {
  private static final int DEEPEST = 16;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static String quoted(String value) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : value.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /**
   * Maps, lists and strings.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.space();
    if (json.at < text.length()) {
      throw json.unexpected();
    }
    return value;
  }

  private Object value(int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("nested too deeply");
    }
    space();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> string();
      default -> throw unexpected();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> out = new LinkedHashMap<>();
    at++;
    while (more('}', out.isEmpty())) {
      space();
      String key = string();
      take(':');
      out.put(key, value(depth + 1));
    }
    return out;
  }

  private List<Object> list(int depth) {
    List<Object> out = new ArrayList<>();
    at++;
    while (more(']', out.isEmpty())) {
      out.add(value(depth + 1));
    }
    return out;
  }

  /** Steps over the separator before the next entry, or over the end. */
  private boolean more(char end, boolean first) {
    space();
    if (peek() == end) {
      at++;
      return false;
    }
    if (!first) {
      take(',');
    }
    return true;
  }

  private String string() {
    take('"');
    StringBuilder out = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c == '\\') {
        c = peek();
        at++;
        if (c == 'u') {
          c = (char) Integer.parseInt(text, at, Math.min(at + 4, text.length()), 16);
          at += 4;
        } else if (c != '"' && c != '\\' && c != '/') {
          throw unexpected();
        }
      }
      out.append(c);
    }
    at++;
    return out.toString();
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void take(char expected) {
    space();
    if (peek() != expected) {
      throw unexpected();
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw new IllegalArgumentException("the text ends early");
    }
    return text.charAt(at);
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("'" + text.charAt(at) + "' at position " + at);
  }
}
