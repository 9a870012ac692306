package io.readback.bgp.session;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.bgp.rib.EncodedTable;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpPeerRange;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The peers that connected from a range of addresses (dynamic neighbours). A peer is here from its
 * first connection until it has none and the wait in Idle after its last failure is over, so that
 * it cannot come back faster than a configured one. What such a peer refuses in our OPEN is known
 * beyond that, or it would refuse every one. Lives on the speaker's event loop.
 */
final class PeerRanges {
  /** Of how many peers that have left it is known what they refuse; the latest ones. */
  private static final int REMEMBERED = 1000;

  private final SortedMap<TargetId, Range> ranges = new TreeMap<>();

  /** The range of each peer that is here. */
  private final Map<TargetId, Range> members = new HashMap<>();

  /** What peers that have left refuse of our OPEN, the eldest first. */
  private final Map<TargetId, CapabilityFallback> refused = new LinkedHashMap<>();

  private final BiFunction<BgpSession, EncodedTable, Peer> maker;

  /** A range with the peers that are here. */
  private static final class Range {
    final BgpPeerRange spec;
    final SortedMap<TargetId, Peer> peers = new TreeMap<>();

    Range(BgpPeerRange spec) {
      this.spec = spec;
    }
  }

  PeerRanges(BiFunction<BgpSession, EncodedTable, Peer> maker) {
    this.maker = maker;
  }

  /** Makes these the ranges; the peers of those that are gone or changed are told so. */
  void update(SortedMap<TargetId, BgpPeerRange> wanted) {
    for (Range range : new ArrayList<>(ranges.values())) {
      BgpPeerRange next = wanted.get(range.spec.id());
      if (next == null) {
        end(range, Notification.of(ErrorCode.PEER_DECONFIGURED), true);
      } else if (!next.equals(range.spec)) {
        end(range, Notification.of(ErrorCode.OTHER_CONFIGURATION_CHANGE), false);
      }
    }
    wanted.forEach((id, spec) -> ranges.computeIfAbsent(id, i -> new Range(spec)));
  }

  private void end(Range range, Notification farewell, boolean forGood) {
    ranges.remove(range.spec.id());
    List<Peer> leaving = List.copyOf(range.peers.values());
    range.peers.clear();
    for (Peer peer : leaving) {
      members.remove(peer.id());
      if (forGood) {
        peer.stop(farewell);
      } else {
        peer.reset(farewell);
      }
    }
  }

  /** The range that takes peers from an address: of several the first by name. */
  Optional<BgpPeerRange> rangeOf(String instance, Optional<String> device, IpAddress source) {
    return ranges.values().stream()
        .map(range -> range.spec)
        .filter(spec -> spec.template().instance().name().equals(instance))
        .filter(spec -> spec.template().device().equals(device))
        .filter(spec -> spec.contains(source))
        .findFirst();
  }

  /**
   * The peer of a session of a range, started, whether it is here already or not; empty where the
   * range is full.
   *
   * @param table what a new peer follows
   */
  Optional<Peer> peer(BgpPeerRange spec, BgpSession session, EncodedTable table) {
    Range range = ranges.get(spec.id());
    if (range == null) {
      return Optional.empty();
    }
    Peer present = range.peers.get(session.id());
    if (present != null) {
      return Optional.of(present);
    }
    if (range.peers.size() >= spec.limit()) {
      return Optional.empty();
    }
    Peer made = maker.apply(session, table);
    CapabilityFallback known = refused.remove(session.id());
    if (known != null) {
      made.opening().leaveOut(known);
    }
    range.peers.put(session.id(), made);
    members.put(session.id(), range);
    made.start();
    return Optional.of(made);
  }

  /** Forgets a peer if it has left. */
  void forgetIfDeserted(TargetId id) {
    Range range = members.get(id);
    Peer peer = range == null ? null : range.peers.get(id);
    if (range != null && peer != null && peer.deserted()) {
      range.peers.remove(id);
      members.remove(id);
      remember(id, peer.opening().leftOut());
      peer.abandon();
    }
  }

  private void remember(TargetId id, CapabilityFallback fallback) {
    if (fallback.equals(CapabilityFallback.NONE)) {
      return;
    }
    if (refused.size() >= REMEMBERED) {
      refused.remove(refused.keySet().iterator().next());
    }
    refused.put(id, fallback);
  }

  boolean isMember(TargetId id) {
    return members.containsKey(id);
  }

  /** The peers here of one range. */
  Collection<Peer> peers(TargetId range) {
    Range found = ranges.get(range);
    return found == null ? List.of() : List.copyOf(found.peers.values());
  }

  /** The peers here of all ranges. */
  List<Peer> peers() {
    List<Peer> out = new ArrayList<>();
    ranges.values().forEach(range -> out.addAll(range.peers.values()));
    return out;
  }

  void clear() {
    ranges.clear();
    members.clear();
    refused.clear();
  }
}
