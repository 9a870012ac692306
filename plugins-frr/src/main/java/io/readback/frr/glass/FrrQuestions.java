package io.readback.frr.glass;

import io.readback.frr.show.AdjRibIn;
import io.readback.frr.show.Neighbor;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Interest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What to ask further, where the tables are not as expected. Nothing is asked while all is well.
 *
 * @param neighbors neighbours to ask about
 * @param adjIn sessions whose received and refused routes are asked for
 * @param listenRanges whether an expected neighbour is not listed and there is a BGP instance
 * @param unlisted whether an expected neighbour is not listed
 * @param nextHops whether a path cannot be used
 * @param attributes prefixes with paths whose attributes the manifests care for
 */
record FrrQuestions(
    List<IpAddress> neighbors,
    List<PeerFamily> adjIn,
    boolean listenRanges,
    boolean unlisted,
    boolean nextHops,
    List<IpPrefix> attributes) {
  /** At most so many neighbours in one look; their causes come in the order of addresses. */
  static final int MAX_NEIGHBORS = 64;

  /** At most so many sessions' received routes in one look: these answers are the long ones. */
  static final int MAX_ADJ_IN = 16;

  /**
   * At most so many prefixes whose attributes are read in one look, in prefix order: 3 kB each with
   * three paths. Of the others nothing is said.
   */
  static final int MAX_ATTRIBUTES = 1000;

  FrrQuestions {
    neighbors = List.copyOf(neighbors);
    adjIn = List.copyOf(adjIn);
    attributes = List.copyOf(attributes);
  }

  static FrrQuestions of(FrrTables tables, Gaps gaps, Interest interest) {
    SortedSet<IpAddress> neighbors = new TreeSet<>();
    SortedSet<PeerFamily> adjIn = new TreeSet<>();
    boolean unlisted = false;
    for (Map.Entry<IpAddress, Interest.ExpectedPeer> peer : interest.peers().entrySet()) {
      if (SessionReading.needsDetail(tables, peer.getKey(), peer.getValue())) {
        neighbors.add(peer.getKey());
        unlisted |=
            tables.summary().families().values().stream()
                .noneMatch(f -> f.peers().containsKey(peer.getKey()));
      }
    }
    SessionReading sessions = new SessionReading(tables, new FrrAnswers());
    for (PeerFamily pf : gaps.missing().keySet()) {
      if (sessions.isEstablished(pf.peer())
          && !sessions.familyProblem(pf).equals(Optional.of(Cause.FAMILY_NOT_ACTIVATED))) {
        neighbors.add(pf.peer());
        adjIn.add(pf);
      }
    }
    boolean stillInstance = tables.noInstance().isEmpty();
    return new FrrQuestions(
        stillInstance ? neighbors.stream().limit(MAX_NEIGHBORS).toList() : List.of(),
        adjIn.stream().limit(MAX_ADJ_IN).toList(),
        stillInstance && unlisted,
        unlisted,
        !gaps.unusable().isEmpty(),
        withAttributes(tables, interest));
  }

  private static List<IpPrefix> withAttributes(FrrTables tables, Interest interest) {
    List<IpPrefix> out = new ArrayList<>();
    for (IpPrefix prefix : interest.attributes().keys()) {
      if (out.size() < MAX_ATTRIBUTES && !tables.pathsOf(prefix).isEmpty()) {
        out.add(prefix);
      }
    }
    return out;
  }

  /** The families whose inbound filters would tell more about a missing route. */
  static Set<AddressFamily> policies(Gaps gaps, FrrAnswers answers) {
    Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
    gaps.missing()
        .forEach(
            (pf, prefixes) -> {
              Optional<AdjRibIn> filtered = answers.filtered(pf);
              boolean refused =
                  filtered
                      .map(
                          in ->
                              in.unavailable().isPresent()
                                  || prefixes.stream().anyMatch(in.routes()::containsKey))
                      .orElse(false);
              boolean filters =
                  answers
                      .neighbor(pf.peer())
                      .map(n -> n.families().get(pf.family()))
                      .map(Neighbor.Family::filters)
                      .map(f -> !f.none())
                      .orElse(false);
              if (refused && filters) {
                families.add(pf.family());
              }
            });
    return families;
  }
}
