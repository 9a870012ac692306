package io.readback.core.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a file into its YAML documents. A line that begins with {@code ---} or {@code ...} followed
 * by white space always is a boundary, for no scalar may contain one (YAML 1.2, production 206), so
 * no parser is needed to find them. The octets of the boundary belong to the document below it.
 */
final class DocumentSplitter {
  private DocumentSplitter() {}

  /**
   * A document's octets.
   *
   * @param linesBefore lines of the file above its first one
   */
  record Range(int start, int end, int linesBefore) {}

  static List<Range> split(byte[] octets) {
    List<Range> ranges = new ArrayList<>();
    int start = 0;
    int linesBefore = 0;
    int line = 0;
    boolean directives = octets.length > 0 && octets[0] == '%';
    for (int i = 0; i < octets.length; i++) {
      if (i > 0) {
        if (octets[i - 1] != '\n') {
          continue;
        }
        line++;
      }
      byte first = octets[i];
      if (first == '%' && i == start) {
        directives = true;
      } else if (first == '-' && isMarker(octets, i, '-')) {
        // directives stand above the marker of their own document
        if (i > start && !directives) {
          ranges.add(new Range(start, i, linesBefore));
          start = i;
          linesBefore = line;
        }
        directives = false;
      } else if (first == '.' && isMarker(octets, i, '.')) {
        int end = endOfLine(octets, i);
        ranges.add(new Range(start, end, linesBefore));
        start = end;
        linesBefore = line + 1;
        directives = false;
      }
    }
    if (start < octets.length) {
      ranges.add(new Range(start, octets.length, linesBefore));
    }
    return ranges;
  }

  private static boolean isMarker(byte[] octets, int at, char c) {
    if (at + 3 > octets.length || octets[at + 1] != c || octets[at + 2] != c) {
      return false;
    }
    return at + 3 == octets.length
        || octets[at + 3] == '\n'
        || octets[at + 3] == '\r'
        || octets[at + 3] == ' '
        || octets[at + 3] == '\t';
  }

  private static int endOfLine(byte[] octets, int from) {
    int i = from;
    while (i < octets.length && octets[i] != '\n') {
      i++;
    }
    return Math.min(i + 1, octets.length);
  }
}
