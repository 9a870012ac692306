package io.readback.lab.router;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A route as a router holds it, in the words that all routers share.
 *
 * @param prefix such as {@code 192.0.2.1/32}
 * @param nextHop the address that the announcement carried
 * @param asPath AS numbers with spaces between
 * @param communities such as {@code 65000:1}
 * @param largeCommunities such as {@code 65000:1:2}
 * @param routeTargets of the extended communities (RFC 4360), such as {@code 65000:1}
 */
public record HeldRoute(
    String prefix,
    String nextHop,
    String asPath,
    OptionalLong localPref,
    OptionalLong med,
    List<String> communities,
    List<String> largeCommunities,
    List<String> routeTargets) {
  private static final Pattern TARGET =
      Pattern.compile("(?i)\\b(?:rt|target)[,: ]+(\\d+)[,: ]+(\\d+)");

  public HeldRoute {
    communities = List.copyOf(communities);
    largeCommunities = List.copyOf(largeCommunities);
    routeTargets = List.copyOf(routeTargets);
  }

  /** The route targets in a text, whichever way a router writes them. */
  static List<String> targets(String text) {
    return TARGET.matcher(text).results().map(m -> m.group(1) + ":" + m.group(2)).toList();
  }
}
