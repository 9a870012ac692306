package io.readback.lab.router;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A route as a router holds it, in the words that all routers share.
 *
 * @param prefix such as {@code 192.0.2.1/32}
 * @param nextHop the address that the announcement carried
 * @param asPath AS numbers with spaces between
 * @param communities such as {@code 65000:1}, never by name
 * @param largeCommunities such as {@code 65000:1:2}
 * @param routeTargets of the extended communities (RFC 4360), such as {@code 65000:1}
 * @param bandwidths of the link bandwidth communities, octets per second
 */
public record HeldRoute(
    String prefix,
    String nextHop,
    String asPath,
    OptionalLong localPref,
    OptionalLong med,
    List<String> communities,
    List<String> largeCommunities,
    List<String> routeTargets,
    List<Long> bandwidths) {
  /** Well-known communities by the names that some routers print. */
  private static final Map<String, String> NAMES =
      Map.of(
          "graceful-shutdown", "65535:0", // FRR
          "GRACEFUL_SHUTDOWN", "65535:0", // OpenBGPD
          "llgr-stale", "65535:6"); // FRR

  private static final Pattern TARGET =
      Pattern.compile("(?i)\\b(?:rt|target)[,: ]+(\\d+)[,: ]+(\\d+)");

  /** FRR and GoBGP. */
  private static final Pattern BANDWIDTH = Pattern.compile("(?:\\bLB:\\d+:|\"bandwidth\":)(\\d+)");

  /** ExaBGP: all eight octets as a number, those of type and subtype first. */
  private static final Pattern WHOLE = Pattern.compile("\"value\":(46\\d{17})\\b");

  /** BIRD: type and subtype, AS number, and the octets of the binary fraction as a number. */
  private static final Pattern FRACTION = Pattern.compile("0x[04]004, \\d+, (\\d+)");

  public HeldRoute {
    communities = communities.stream().map(c -> NAMES.getOrDefault(c, c)).toList();
    largeCommunities = List.copyOf(largeCommunities);
    routeTargets = List.copyOf(routeTargets);
    bandwidths = List.copyOf(bandwidths);
  }

  /** The route targets in a text, whichever way a router writes them. */
  static List<String> targets(String text) {
    return TARGET.matcher(text).results().map(m -> m.group(1) + ":" + m.group(2)).toList();
  }

  /** The link bandwidths in a text, whichever way a router writes them. */
  static List<Long> bandwidths(String text) {
    Stream<Long> fractions =
        Stream.concat(
            FRACTION.matcher(text).results().map(m -> Long.parseLong(m.group(1))),
            WHOLE
                .matcher(text)
                .results()
                .map(m -> Long.parseLong(m.group(1)))
                .filter(octets -> octets >>> 48 == 0x4004));
    return Stream.concat(
            BANDWIDTH.matcher(text).results().map(m -> Long.parseLong(m.group(1))),
            fractions.map(octets -> (long) Float.intBitsToFloat(octets.intValue())))
        .toList();
  }
}
