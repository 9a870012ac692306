package io.readback.frr.glass;

import io.readback.frr.show.AdjRibIn;
import io.readback.frr.show.InboundPolicy;
import io.readback.frr.show.ListenRanges;
import io.readback.frr.show.Neighbor;
import io.readback.frr.show.NextHopCache;
import io.readback.frr.show.PathDetails;
import io.readback.frr.show.VrfSummaries;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.PathAttributes;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The answers to further questions. What was not asked, or not answered, is not in it: causes are
 * then missing, never routes.
 */
final class FrrAnswers {
  private final SortedMap<IpAddress, Optional<Neighbor>> neighbors = new TreeMap<>();
  private final SortedMap<PeerFamily, AdjRibIn> filtered = new TreeMap<>();
  private final SortedMap<PeerFamily, AdjRibIn> received = new TreeMap<>();
  private final Map<AddressFamily, InboundPolicy> policies = new EnumMap<>(AddressFamily.class);
  private final SortedMap<IpPrefix, PathDetails> details = new TreeMap<>();
  private Optional<ListenRanges> listenRanges = Optional.empty();
  private Optional<NextHopCache> nextHops = Optional.empty();
  private Optional<VrfSummaries> vrfs = Optional.empty();

  FrrAnswers neighbor(IpAddress peer, Optional<Neighbor> neighbor) {
    neighbors.put(peer, neighbor);
    return this;
  }

  FrrAnswers filtered(PeerFamily pf, AdjRibIn routes) {
    filtered.put(pf, routes);
    return this;
  }

  FrrAnswers received(PeerFamily pf, AdjRibIn routes) {
    received.put(pf, routes);
    return this;
  }

  FrrAnswers policy(AddressFamily family, InboundPolicy policy) {
    policies.put(family, policy);
    return this;
  }

  FrrAnswers listenRanges(ListenRanges ranges) {
    listenRanges = Optional.of(ranges);
    return this;
  }

  FrrAnswers details(IpPrefix prefix, PathDetails paths) {
    details.put(prefix, paths);
    return this;
  }

  FrrAnswers nextHops(NextHopCache cache) {
    nextHops = Optional.of(cache);
    return this;
  }

  FrrAnswers vrfs(VrfSummaries all) {
    vrfs = Optional.of(all);
    return this;
  }

  /** The VRFs that have a neighbour, where they were asked for. */
  SortedSet<String> vrfsOf(IpAddress peer) {
    return vrfs.map(v -> v.holding(peer)).orElse(Collections.emptySortedSet());
  }

  /** What the router says of a neighbour; empty when it was not asked or has no such neighbour. */
  Optional<Neighbor> neighbor(IpAddress peer) {
    return neighbors.getOrDefault(peer, Optional.empty());
  }

  /** Whether the router said that it has no such neighbour. */
  boolean noSuchNeighbor(IpAddress peer) {
    return neighbors.containsKey(peer) && neighbor(peer).isEmpty();
  }

  Optional<AdjRibIn> filtered(PeerFamily pf) {
    return Optional.ofNullable(filtered.get(pf));
  }

  Optional<AdjRibIn> received(PeerFamily pf) {
    return Optional.ofNullable(received.get(pf));
  }

  SortedMap<PeerFamily, AdjRibIn> received() {
    return Collections.unmodifiableSortedMap(received);
  }

  Optional<InboundPolicy> policy(AddressFamily family) {
    return Optional.ofNullable(policies.get(family));
  }

  /** The attributes of the path that a peer sent, where they were asked for. */
  Optional<PathAttributes> attributes(IpPrefix prefix, Optional<IpAddress> peer) {
    PathDetails known = details.get(prefix);
    return known == null ? Optional.empty() : peer.map(known.byPeer()::get);
  }

  Optional<ListenRanges> listenRanges() {
    return listenRanges;
  }

  Optional<NextHopCache> nextHops() {
    return nextHops;
  }
}
