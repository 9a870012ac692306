package io.readback.app.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of {@code bgp routes}.
 *
 * @param peer absent in the view of available routes
 * @param extendedCommunities those of RFC 4360, then those of RFC 5701
 * @param age in seconds; null where it is not known
 * @param pathId the peer's identifier of a received path where it sends several of a prefix (RFC
 *     7911); else absent
 * @param stale {@code restarting} where a received route is left from a session that has ended and
 *     whose peer is expected back (RFC 4724), {@code long-lived} where it is kept beyond the
 *     restart time (RFC 9494); else absent
 */
public record RouteRow(
    String instance,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String peer,
    String prefix,
    String nextHop,
    String origin,
    String asPath,
    @Nullable Long localPref,
    @Nullable Long med,
    List<String> communities,
    List<String> largeCommunities,
    List<String> extendedCommunities,
    @Nullable Long age,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long pathId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String stale) {

  /** Neither of several paths nor stale. */
  public RouteRow(
      String instance,
      @Nullable String peer,
      String prefix,
      String nextHop,
      String origin,
      String asPath,
      @Nullable Long localPref,
      @Nullable Long med,
      List<String> communities,
      List<String> largeCommunities,
      List<String> extendedCommunities,
      @Nullable Long age) {
    this(
        instance,
        peer,
        prefix,
        nextHop,
        origin,
        asPath,
        localPref,
        med,
        communities,
        largeCommunities,
        extendedCommunities,
        age,
        null,
        null);
  }

  /** The same row with what only received routes have. */
  RouteRow received(@Nullable Long id, @Nullable String staleness) {
    return new RouteRow(
        instance,
        peer,
        prefix,
        nextHop,
        origin,
        asPath,
        localPref,
        med,
        communities,
        largeCommunities,
        extendedCommunities,
        age,
        id,
        staleness);
  }
}
