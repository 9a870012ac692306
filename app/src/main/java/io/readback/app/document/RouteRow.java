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
    @Nullable Long age) {}
