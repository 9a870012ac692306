package io.readback.app.demo;

import io.readback.bgp.session.BgpSpeaker;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A router for the demo: our own speaker, listening on loopback, that takes what the nodes send
 * unless its filter denies it. It forwards nothing: its "forwarding table" is what it accepted.
 */
final class EmbeddedRouter implements AutoCloseable {
  static final long ASN = 65000;
  static final long CLUSTER_ASN = 65001;
  static final IpAddress ADDRESS = IpAddress.parse("127.0.0.1");

  private final BgpSpeaker speaker = BgpSpeaker.builder().threadName("embedded-router").build();
  private final Set<IpPrefix> denied = ConcurrentHashMap.newKeySet();

  /**
   * A node as the router sees it.
   *
   * @param since when its session came up
   * @param received next hop by prefix, before the filter
   */
  record Neighbor(
      SessionState state, Optional<Instant> since, SortedMap<IpPrefix, IpAddress> received) {}

  /** Listens at {@link #ADDRESS} for these peers. */
  EmbeddedRouter(int port, List<IpAddress> peers) throws IOException, InterruptedException {
    BgpInstance instance = new BgpInstance("router", ASN, ADDRESS, OptionalInt.of(port));
    SortedMap<TargetId, DesiredTarget> targets = new TreeMap<>();
    for (IpAddress peer : peers) {
      BgpSession session =
          BgpSession.builder(instance, peer.toString(), peer)
              .peerAsn(CLUSTER_ASN)
              .localAddress(ADDRESS)
              .families(List.of(AddressFamily.IPV4))
              .timers(new BgpTimers(1, 9, 3))
              .passive(true)
              .build();
      targets.put(session.id(), new DesiredTarget(session, RouteTable.EMPTY));
    }
    speaker.retarget(targets);
  }

  Map<IpAddress, Neighbor> neighbors() {
    Map<IpAddress, Neighbor> out = new TreeMap<>();
    try {
      for (TargetStatus status : speaker.status()) {
        SortedMap<IpPrefix, IpAddress> received = new TreeMap<>();
        for (Map.Entry<IpPrefix, ReceivedRoute> e : status.received()) {
          if (e.getValue().path().nextHops().get(0) instanceof NextHop.Address hop) {
            received.put(e.getKey(), hop.address());
          }
        }
        SessionState state = status.session().map(SessionStatus::state).orElse(SessionState.IDLE);
        out.put(
            IpAddress.parse(status.id().name()),
            new Neighbor(state, status.session().flatMap(SessionStatus::establishedAt), received));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return out;
  }

  /** The next hops in use, by prefix. */
  SortedMap<IpPrefix, SortedSet<IpAddress>> forwarding() {
    SortedMap<IpPrefix, SortedSet<IpAddress>> out = new TreeMap<>();
    for (Neighbor n : neighbors().values()) {
      n.received()
          .forEach(
              (prefix, hop) -> {
                if (!filters(prefix)) {
                  out.computeIfAbsent(prefix, p -> new TreeSet<>()).add(hop);
                }
              });
    }
    return out;
  }

  void deny(IpPrefix prefix) {
    denied.add(prefix);
  }

  void permit(IpPrefix prefix) {
    denied.remove(prefix);
  }

  boolean filters(IpPrefix prefix) {
    return denied.contains(prefix);
  }

  @Override
  public void close() {
    try {
      speaker.stop(StopIntent.WITHDRAW);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
