package io.readback.core.verdict;

import io.readback.spi.route.PathAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The attributes that manifests declare and a router should show as announced: communities, large
 * communities, MED. What a router adds is its own affair, and so is LOCAL_PREF.
 */
public final class Declared {
  private Declared() {}

  /** Whether anything is declared. */
  public static boolean any(PathAttributes attributes) {
    return !attributes.communities().isEmpty()
        || !attributes.largeCommunities().isEmpty()
        || attributes.med().isPresent();
  }

  /** What was announced and does not show, in words; empty: all of it is there. */
  static List<String> lost(PathAttributes announced, PathAttributes seen) {
    List<String> out = new ArrayList<>();
    announced.communities().stream()
        .filter(c -> !seen.communities().contains(c))
        .forEach(c -> out.add("community " + c));
    announced.largeCommunities().stream()
        .filter(c -> !seen.largeCommunities().contains(c))
        .forEach(c -> out.add("large community " + c));
    // A router that shows no MED may name it differently: only another number is a difference.
    if (announced.med().isPresent()
        && seen.med().isPresent()
        && announced.med().getAsLong() != seen.med().getAsLong()) {
      out.add("MED " + announced.med().getAsLong() + " (there " + seen.med().getAsLong() + ")");
    }
    return out;
  }
}
