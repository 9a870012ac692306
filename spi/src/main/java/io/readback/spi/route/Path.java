package io.readback.spi.route;

import java.util.ArrayList;
import java.util.List;

/**
 * A route without its prefix: next hops and attributes. Many prefixes share one path object, and
 * the tables keep nothing else per prefix.
 *
 * @param nextHops at least one; a BGP announcer uses the first where its peer takes one path of a
 *     prefix alone, and makes each a path of its own where it takes several (RFC 7911)
 * @param further paths of the same prefix with other attributes, without further ones themselves;
 *     only for targets that take several
 */
public record Path(List<NextHop> nextHops, PathAttributes attributes, List<Path> further) {
  private static final List<NextHop> SELF = List.of(NextHop.SELF);

  public Path {
    nextHops = List.copyOf(nextHops);
    further = List.copyOf(further);
    if (nextHops.isEmpty()) {
      throw new IllegalArgumentException("a path needs a next hop");
    }
    if (further.stream().anyMatch(p -> !p.further.isEmpty())) {
      throw new IllegalArgumentException("a further path has no further ones itself");
    }
  }

  /** The only path of its prefix, but for its next hops. */
  public Path(List<NextHop> nextHops, PathAttributes attributes) {
    this(nextHops, attributes, List.of());
  }

  /** A path to the announcer itself. */
  public static Path self(PathAttributes attributes) {
    return new Path(SELF, attributes);
  }

  /** This path with another one of the same prefix behind all it has. */
  public Path and(Path other) {
    List<Path> all = new ArrayList<>(further);
    all.add(new Path(other.nextHops, other.attributes));
    all.addAll(other.further);
    return new Path(nextHops, attributes, all);
  }

  /** Whether there is more than one way for the prefix. */
  public boolean hasSeveral() {
    return nextHops.size() > 1 || !further.isEmpty();
  }
}
