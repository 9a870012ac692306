package io.readback.bgp.send;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Community;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a file of routes, lines of {@code prefix nexthop [community]}. */
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
            throw new IllegalArgumentException("a line is: prefix nexthop [community]");
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

  /** The path that {@code nexthop [community]} says. */
  Path path(String text) {
    Path known = paths.get(text);
    if (known == null) {
      known = parse(text);
      paths.put(text, known);
    }
    return known;
  }

  private static Path parse(String text) {
    String[] words = text.trim().split("\\s+");
    PathAttributes.Builder attributes = PathAttributes.builder();
    for (int i = 1; i < words.length; i++) {
      attributes.community(community(words[i]));
    }
    return new Path(List.of(new NextHop.Address(IpAddress.parse(words[0]))), attributes.build());
  }

  private static Community community(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2 || !parts[0].matches("\\d{1,5}") || !parts[1].matches("\\d{1,5}")) {
      throw new IllegalArgumentException("not a community (number:number): '" + text + "'");
    }
    return Community.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }
}
