package io.readback.core.manifest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a file into its YAML documents. A line that begins with {@code ---} or {@code ...} followed
 * by white space always is a boundary, for no scalar may contain one (YAML 1.2, production 206), so
 * no parser is needed to find them. The octets of the boundary belong to the document below it.
 */
final class DocumentSplitter {
  private static final int MARKER = 4;
  private static final int BLOCK = 4096;

  private DocumentSplitter() {}

  /**
   * A document's octets.
   *
   * @param linesBefore lines of the file above its first one
   */
  record Range(int start, int end, int linesBefore) {}

  /**
   * How the documents of one version of a file stand in the next one.
   *
   * @param ranges of the next version
   * @param head so many documents at the beginning are the same octets
   * @param tail so many at the end, none of them among the head's
   */
  record Step(List<Range> ranges, int head, int tail) {}

  static List<Range> split(byte[] octets) {
    return split(octets, 0, octets.length, 0);
  }

  /**
   * Finds the documents of the next version, looking only at what lies between the octets that both
   * versions begin and end with.
   */
  static Step step(byte[] old, List<Range> ranges, byte[] next) {
    int same = Arrays.mismatch(old, next);
    if (same < 0) {
      return new Step(ranges, ranges.size(), 0);
    }
    int head = 0;
    while (head < ranges.size() && ranges.get(head).end() + MARKER < same) {
      head++;
    }
    int from = head == 0 ? 0 : ranges.get(head - 1).end();
    int oldTail = old.length - commonEnd(old, next, from);
    int first = ranges.size();
    while (first > head && beginsWithMarkerAfter(old, ranges.get(first - 1).start(), oldTail)) {
      first--;
    }
    int shift = next.length - old.length;
    int to = first == ranges.size() ? next.length : ranges.get(first).start() + shift;
    int lineOfWindow = head == ranges.size() ? lines(old) : ranges.get(head).linesBefore();
    List<Range> window = split(next, from, to, lineOfWindow);
    boolean openDirectives =
        !window.isEmpty() && next[window.get(window.size() - 1).start()] == '%';
    if (openDirectives || from > 0 && next[from] != '-') {
      return new Step(split(next), 0, 0);
    }
    List<Range> all = new ArrayList<>(head + window.size() + ranges.size() - first);
    all.addAll(ranges.subList(0, head));
    all.addAll(window);
    int lineShift = 0;
    if (first < ranges.size()) {
      lineShift = lineOfWindow + newlines(next, from, to) - ranges.get(first).linesBefore();
    }
    for (Range range : ranges.subList(first, ranges.size())) {
      all.add(
          shift == 0 && lineShift == 0
              ? range
              : new Range(
                  range.start() + shift, range.end() + shift, range.linesBefore() + lineShift));
    }
    return new Step(all, head, ranges.size() - first);
  }

  private static boolean beginsWithMarkerAfter(byte[] octets, int start, int from) {
    return start > from && octets[start] == '-' && isMarker(octets, start, '-');
  }

  private static int lines(byte[] octets) {
    return newlines(octets, 0, octets.length);
  }

  private static int newlines(byte[] octets, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += octets[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  /** How many octets both end with, at most down to {@code from}. */
  private static int commonEnd(byte[] a, byte[] b, int from) {
    int most = Math.min(a.length, b.length) - from;
    int common = 0;
    while (common + BLOCK <= most
        && Arrays.equals(
            a,
            a.length - common - BLOCK,
            a.length - common,
            b,
            b.length - common - BLOCK,
            b.length - common)) {
      common += BLOCK;
    }
    while (common < most && a[a.length - 1 - common] == b[b.length - 1 - common]) {
      common++;
    }
    return common;
  }

  private static List<Range> split(byte[] octets, int from, int to, int lineOfFrom) {
    List<Range> ranges = new ArrayList<>();
    int start = from;
    int linesBefore = lineOfFrom;
    int line = lineOfFrom;
    boolean directives = false;
    for (int i = from; i < to; i++) {
      if (i > from) {
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
    if (start < to) {
      ranges.add(new Range(start, to, linesBefore));
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
