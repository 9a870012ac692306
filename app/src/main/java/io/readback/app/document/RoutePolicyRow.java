package io.readback.app.document;

import java.util.List;

/** An element of {@code bgp route-policies}. */
public record RoutePolicyRow(
    String instance,
    String policy,
    String type,
    List<String> matchPeers,
    List<String> matchFamilies,
    List<String> matchPrefixes,
    String action,
    List<String> pathActions) {}
