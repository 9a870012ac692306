package io.readback.lab.router;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
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

  private static final Pattern TUPLE = Pattern.compile("\\(([0-9, ]+)\\)");

  public BirdRoute {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /** An attribute's text, empty when the path does not have it. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  /** In the words that all routers share. */
  HeldRoute held() {
    // a global next hop may be followed by a link-local one
    String nextHop = attribute("BGP.next_hop").split(" ")[0];
    return new HeldRoute(
        prefix,
        nextHop,
        attribute("BGP.as_path"),
        number("BGP.local_pref"),
        number("BGP.med"),
        tuples("BGP.community"),
        tuples("BGP.large_community"),
        HeldRoute.targets(attribute("BGP.ext_community")),
        HeldRoute.bandwidths(attribute("BGP.ext_community")));
  }

  private OptionalLong number(String name) {
    String text = attribute(name);
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  /** {@code (65000,1) (65000,2)} or {@code (65000, 1, 2)}. */
  private List<String> tuples(String name) {
    return TUPLE
        .matcher(attribute(name))
        .results()
        .map(m -> m.group(1).replaceAll(", ?", ":"))
        .toList();
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
