package io.readback.lab.router;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path as BIRD holds it.
 *
 * @param prefix the destination
 * @param attributes by BIRD's names ({@code BGP.as_path}, {@code BGP.next_hop}, {@code
 *     BGP.community}) in BIRD's writing
 */
public record BirdRoute(String prefix, SortedMap<String, String> attributes) {
  private static final Pattern HEAD = Pattern.compile("([0-9a-fA-F:.]+/\\d+)?\\s+\\w+ \\[.*");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\s+(BGP\\.\\w+(?: \\[[^]]*])?): ?(.*)");

  public BirdRoute {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /** An attribute's text, empty when the path does not have it. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  /**
   * Reads what {@code show route all} prints. A line without prefix is another path of the prefix
   * above it.
   */
  static List<BirdRoute> parse(String text) {
    List<BirdRoute> routes = new ArrayList<>();
    String prefix = "";
    SortedMap<String, String> attributes = new TreeMap<>();
    boolean open = false;
    for (String line : text.lines().toList()) {
      Matcher head = HEAD.matcher(line);
      Matcher attribute = ATTRIBUTE.matcher(line);
      if (head.matches()) {
        if (open) {
          routes.add(new BirdRoute(prefix, attributes));
        }
        open = true;
        attributes = new TreeMap<>();
        prefix = head.group(1) == null ? prefix : head.group(1);
      } else if (attribute.matches()) {
        attributes.put(attribute.group(1), attribute.group(2).strip());
      }
    }
    if (open) {
      routes.add(new BirdRoute(prefix, attributes));
    }
    return List.copyOf(routes);
  }
}
