package io.readback.bgp.send;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** Reads a file of routes, lines of {@code prefix nexthop [attribute…]}, see {@link PathText}. */
final class RouteFile {
  /** Paths by the text behind the prefix: a file of a million routes has few. */
  private final Map<String, Path> paths = new HashMap<>();

  /**
   * @throws IllegalArgumentException naming the file and line that cannot be read
   */
  RouteTable read(java.nio.file.Path file) throws IOException {
    RouteTable table = RouteTable.EMPTY;
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String line;
      int number = 0;
      while ((line = in.readLine()) != null) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        try {
          int space = line.indexOf(' ');
          if (space < 0) {
            throw new IllegalArgumentException("a line is: prefix nexthop [attribute…]");
          }
          table =
              table.with(IpPrefix.parse(line.substring(0, space)), path(line.substring(space + 1)));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(file + " line " + number + ": " + e.getMessage(), e);
        }
      }
    }
    return table;
  }

  /** The path that {@code nexthop [attribute…]} says. */
  Path path(String text) {
    Path known = paths.get(text);
    if (known == null) {
      known = PathText.parse(text);
      paths.put(text, known);
    }
    return known;
  }
}
