package io.readback.bgp.bmp;

import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.codec.Decoded;
import io.readback.bgp.codec.MessageDecoder;
import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.Update;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tables of one session of a router. UPDATEs are read by the codec of our own sessions, with
 * what the two OPEN messages agreed. Used by one thread.
 */
final class PeerTables {
  private static final int LOCAL_PREF = 5;
  private static final List<Family> UNICAST = List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST);

  private final Map<MonitoredRib, PrefixMap<List<MonitoredRoute>>> tables =
      new EnumMap<>(MonitoredRib.class);
  private final Map<MonitoredRib, Set<AddressFamily>> complete = new EnumMap<>(MonitoredRib.class);
  private final RouteBudget budget;

  /** The router's end of the session. */
  private IpAddress localAddress = IpAddress.ofIpv4(0);

  private Optional<Open> sent = Optional.empty();
  private Optional<Open> received = Optional.empty();
  private boolean overflowed;
  private long faults;
  private long held;

  /** Routes that may still be held, for all peers of a router together. */
  static final class RouteBudget {
    private long left;

    RouteBudget(long routes) {
      left = routes;
    }
  }

  PeerTables(RouteBudget budget) {
    this.budget = budget;
  }

  /** The session came up: what was known of an earlier one is gone. */
  void up(IpAddress local, Octets sentOpen, Octets receivedOpen) {
    clear();
    localAddress = local;
    sent = open(sentOpen);
    received = open(receivedOpen);
  }

  /** The session is over, and its routes with it. */
  void clear() {
    tables.clear();
    complete.clear();
    budget.left += held;
    held = 0;
    overflowed = false;
  }

  private Optional<Open> open(Octets message) {
    CodecContext any = CodecContext.ebgp(0, 0).build();
    Optional<Message> read = MessageDecoder.decode(message.toBytes(), any).message();
    if (read.isPresent() && read.get() instanceof Open open) {
      return Optional.of(open);
    }
    faults++;
    return Optional.empty();
  }

  /** Takes in an UPDATE of one of the tables. */
  void update(PeerHeader peer, Octets message, Instant now) {
    MonitoredRib rib = MonitoredRib.of(peer);
    byte[] octets = message.toBytes();
    Decoded decoded = MessageDecoder.decode(octets, context(peer, rib, true));
    if (decoded.discarded().contains(LOCAL_PREF)) {
      // a table after policy may have one, whoever the peer is
      decoded = MessageDecoder.decode(octets, context(peer, rib, false));
    }
    boolean sound =
        decoded.kind() == Decoded.Kind.OK || decoded.kind() == Decoded.Kind.NOT_ELIGIBLE;
    if (!sound) {
      faults++;
    }
    if (decoded.message().isEmpty() || !(decoded.message().get() instanceof Update update)) {
      return;
    }
    Optional<AddressFamily> end = update.endOfRib().flatMap(Family::unicast);
    if (end.isPresent()) {
      complete.computeIfAbsent(rib, r -> EnumSet.noneOf(AddressFamily.class)).add(end.get());
      return;
    }
    Instant since = peer.at().equals(Instant.EPOCH) ? now : peer.at();
    apply(rib, update, since);
  }

  private void apply(MonitoredRib rib, Update update, Instant since) {
    PrefixMap<List<MonitoredRoute>> table = tables.getOrDefault(rib, PrefixMap.empty());
    for (Update.Unreach unreach : update.unreach()) {
      for (int i = 0; i < unreach.prefixes().size(); i++) {
        table = without(table, unreach.prefixes().get(i), pathId(unreach.pathIds(), i));
      }
    }
    for (Update.Reach reach : update.reach()) {
      Path path =
          new Path(List.of(new NextHop.Address(reach.nextHop())), update.attributes().path());
      for (int i = 0; i < reach.prefixes().size(); i++) {
        table =
            with(
                table,
                reach.prefixes().get(i),
                new MonitoredRoute(pathId(reach.pathIds(), i), path, since));
      }
    }
    tables.put(rib, table);
  }

  private static long pathId(List<Long> pathIds, int index) {
    return pathIds.isEmpty() ? 0 : pathIds.get(index);
  }

  private PrefixMap<List<MonitoredRoute>> with(
      PrefixMap<List<MonitoredRoute>> table, IpPrefix prefix, MonitoredRoute route) {
    PrefixMap<List<MonitoredRoute>> rest = without(table, prefix, route.pathId());
    if (budget.left <= 0) {
      overflowed = true;
      return rest;
    }
    budget.left--;
    held++;
    List<MonitoredRoute> others = rest.get(prefix);
    if (others == null) {
      return rest.with(prefix, List.of(route));
    }
    List<MonitoredRoute> all = new ArrayList<>(others);
    all.add(route);
    return rest.with(prefix, List.copyOf(all));
  }

  private PrefixMap<List<MonitoredRoute>> without(
      PrefixMap<List<MonitoredRoute>> table, IpPrefix prefix, long pathId) {
    List<MonitoredRoute> routes = table.get(prefix);
    if (routes == null) {
      return table;
    }
    List<MonitoredRoute> rest = routes.stream().filter(r -> r.pathId() != pathId).toList();
    long gone = routes.size() - rest.size();
    budget.left += gone;
    held -= gone;
    return rest.isEmpty() ? table.without(prefix) : table.with(prefix, rest);
  }

  /**
   * @param external whether the peer's routes are read as those of another AS
   */
  private CodecContext context(PeerHeader peer, MonitoredRib rib, boolean external) {
    CodecContext.Builder context = external ? CodecContext.ebgp(0, 0) : CodecContext.ibgp(0);
    return context
        .fourOctetAs(rib == MonitoredRib.LOC_RIB || !peer.is(PeerHeader.TWO_OCTET_AS))
        .localAddress(localAddress)
        .families(UNICAST)
        .extendedMessages(true)
        .extendedNextHop(List.of(Family.IPV4_UNICAST))
        .addPathReceive(addPath(rib))
        .build();
  }

  /** Families with path identifiers in the direction of the table. */
  private List<Family> addPath(MonitoredRib rib) {
    boolean out =
        rib == MonitoredRib.ADJ_RIB_OUT_PRE_POLICY || rib == MonitoredRib.ADJ_RIB_OUT_POST_POLICY;
    Optional<Open> sender = out ? sent : received;
    Optional<Open> receiver = out ? received : sent;
    return UNICAST.stream()
        .filter(
            family ->
                modes(sender, family).anyMatch(Capability.AddPath.Mode::send)
                    && modes(receiver, family).anyMatch(Capability.AddPath.Mode::receive))
        .toList();
  }

  private static java.util.stream.Stream<Capability.AddPath.Mode> modes(
      Optional<Open> open, Family family) {
    return open.stream()
        .flatMap(o -> o.capabilities(Capability.AddPath.class).stream())
        .flatMap(c -> c.modes().stream())
        .filter(m -> m.family().equals(family));
  }

  /** The message said what it should not. */
  void fault() {
    faults++;
  }

  void overflow() {
    overflowed = true;
  }

  MonitoredPeer picture(PeerHeader peer, boolean up, String lastEnd) {
    Map<MonitoredRib, Set<AddressFamily>> ends = new EnumMap<>(MonitoredRib.class);
    complete.forEach((rib, families) -> ends.put(rib, Set.copyOf(families)));
    return new MonitoredPeer(
        peer.type(),
        peer.distinguisher().toString(),
        peer.address(),
        peer.asn(),
        peer.bgpIdentifier(),
        up,
        lastEnd,
        tables,
        ends,
        overflowed,
        faults);
  }
}
