package io.readback.spi.route;

import java.util.List;

/**
 * A route without its prefix: next hops and attributes. Many prefixes share one path object, and
 * the tables keep nothing else per prefix.
 *
 * @param nextHops at least one; a BGP announcer without add-path uses the first
 */
public record Path(List<NextHop> nextHops, PathAttributes attributes) {
  private static final List<NextHop> SELF = List.of(NextHop.SELF);

  public Path {
    nextHops = List.copyOf(nextHops);
    if (nextHops.isEmpty()) {
      throw new IllegalArgumentException("a path needs a next hop");
    }
  }

  /** A path to the announcer itself. */
  public static Path self(PathAttributes attributes) {
    return new Path(SELF, attributes);
  }
}
