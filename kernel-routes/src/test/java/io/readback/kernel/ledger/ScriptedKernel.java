package io.readback.kernel.ledger;

import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.call.NativeBuffer;
import io.readback.linux.netlink.BatchResult;
import io.readback.linux.netlink.KernelError;
import io.readback.linux.netlink.Netlink;
import io.readback.linux.netlink.NlReader;
import io.readback.linux.netlink.NlRequest;
import io.readback.linux.netlink.NlWriter;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.Nexthop;
import io.readback.linux.route.NexthopCodec;
import io.readback.linux.route.RouteCodec;
import io.readback.linux.route.RouteKey;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A kernel as the ledger meets it, habits included: it reads the real messages, replaces anybody's
 * route, takes routes and nexthop objects away with an interface without a word. What it must never
 * be asked is an assertion here.
 */
final class ScriptedKernel implements KernelAccess {
  static final int ETH0 = 2;
  static final int ETH1 = 3;

  final Map<RouteKey, KernelRoute> routes = new TreeMap<>();
  final Map<Integer, Nexthop> nexthops = new TreeMap<>();
  final List<String> done = new ArrayList<>();
  final Set<Integer> down = new HashSet<>();

  /** Answers every request with this error and does nothing. */
  Optional<Errno> refusing = Optional.empty();

  /** How many of the next batches are done without an answer that arrives. */
  int lostBatches;

  /** How many of the next calls fail whole, before anything is done. */
  int failingCalls;

  private void call() throws LinuxException {
    if (failingCalls > 0) {
      failingCalls--;
      throw new LinuxException("ask a kernel that fails", Errno.ENOMEM.value(), "");
    }
  }

  @Override
  public BatchResult execute(List<? extends NlRequest> requests) throws LinuxException {
    call();
    TreeMap<Integer, KernelError> errors = new TreeMap<>();
    BitSet unknown = new BitSet();
    NlWriter writer = new NlWriter(new NativeBuffer(1 << 16));
    for (int i = 0; i < requests.size(); i++) {
      NativeBuffer buffer = new NativeBuffer(8192);
      writer = new NlWriter(buffer);
      requests.get(i).write(writer, i);
      writer.end();
      NlReader reader = new NlReader(buffer.bytes(), writer.length());
      if (!reader.next()) {
        throw new AssertionError("an empty request");
      }
      Optional<Errno> error = refusing.isPresent() ? refusing : doOne(reader);
      if (error.isPresent()) {
        errors.put(i, new KernelError(error.get().value(), ""));
      }
    }
    if (lostBatches > 0 && !requests.isEmpty()) {
      lostBatches--;
      errors.clear();
      unknown.set(0, requests.size());
    }
    return new BatchResult(errors, unknown);
  }

  private Optional<Errno> doOne(NlReader m) {
    return switch (m.type()) {
      case Netlink.RTM_NEWROUTE -> newRoute(m);
      case Netlink.RTM_DELROUTE -> deleteRoute(m);
      case Netlink.RTM_NEWNEXTHOP -> newNexthop(m);
      case Netlink.RTM_DELNEXTHOP -> deleteNexthop(NexthopCodec.read(m).id());
      default -> throw new AssertionError("message " + m.type());
    };
  }

  private Optional<Errno> newRoute(NlReader m) {
    KernelRoute route = RouteCodec.read(m);
    boolean exclusive = m.hasFlag(Netlink.NLM_F_EXCL);
    boolean replaces = m.hasFlag(Netlink.NLM_F_REPLACE);
    if (exclusive == replaces) {
      throw new AssertionError("would be merged into what is there: " + route);
    }
    if (route.nexthopId() != 0 && !nexthops.containsKey(route.nexthopId())) {
      return Optional.of(Errno.EINVAL);
    }
    for (var hop : route.hops()) {
      if (hop.gateway().isPresent() && interfaceOf(hop.gateway().get()) == 0) {
        return Optional.of(Errno.ENETUNREACH);
      }
    }
    KernelRoute there = routes.get(route.key());
    if (exclusive && there != null) {
      return Optional.of(Errno.EEXIST);
    }
    if (replaces && there == null) {
      return Optional.of(Errno.ENOENT);
    }
    if (there != null && there.protocol() != route.protocol()) {
      throw new AssertionError("a foreign route was replaced: " + there);
    }
    routes.put(route.key(), route);
    done.add((exclusive ? "create " : "replace ") + route.key().prefix());
    return Optional.empty();
  }

  private Optional<Errno> deleteRoute(NlReader m) {
    int metric = 0;
    int table = m.byteAt(4);
    var a = m.attributes(12);
    IpAddress to = null;
    while (a.next()) {
      switch (a.type()) {
        case Netlink.RTA_DST -> to = a.asAddress();
        case Netlink.RTA_PRIORITY -> metric = a.asInt();
        case Netlink.RTA_TABLE -> table = a.asInt();
        default -> {}
      }
    }
    RouteKey key = new RouteKey(table, io.readback.spi.net.IpPrefix.of(to, m.byteAt(1)), metric);
    KernelRoute there = routes.get(key);
    if (there == null || there.protocol() != m.byteAt(5)) {
      return Optional.of(Errno.ESRCH);
    }
    routes.remove(key);
    done.add("delete " + key.prefix());
    return Optional.empty();
  }

  private Optional<Errno> newNexthop(NlReader m) {
    Nexthop n = NexthopCodec.read(m);
    Nexthop there = nexthops.get(n.id());
    if (m.hasFlag(Netlink.NLM_F_EXCL) && there != null) {
      return Optional.of(Errno.EEXIST);
    }
    if (there != null) {
      if (there.protocol() != n.protocol()) {
        throw new AssertionError("a foreign nexthop object was replaced: " + there);
      }
      if (there.isGroup() != n.isGroup()
          || !there
              .resilience()
              .map(Nexthop.Resilience::buckets)
              .equals(n.resilience().map(Nexthop.Resilience::buckets))) {
        return Optional.of(Errno.EINVAL);
      }
    }
    if (!nexthops.keySet().containsAll(n.members().stream().map(Nexthop.Member::id).toList())) {
      return Optional.of(Errno.EINVAL);
    }
    if (n.gateway().isPresent() && interfaceOf(n.gateway().get()) != n.interfaceIndex()) {
      return Optional.of(Errno.ENETUNREACH);
    }
    nexthops.put(n.id(), n);
    done.add((there == null ? "make " : "move ") + (n.isGroup() ? "group" : "hop"));
    return Optional.empty();
  }

  private Optional<Errno> deleteNexthop(int id) {
    Nexthop there = nexthops.get(id);
    if (there == null) {
      return Optional.of(Errno.ENOENT);
    }
    done.add("drop " + (there.isGroup() ? "group" : "hop"));
    dropNexthop(id);
    return Optional.empty();
  }

  /** With it go the routes by it, and groups that have no other member. */
  void dropNexthop(int id) {
    nexthops.remove(id);
    routes.values().removeIf(r -> r.nexthopId() == id);
    for (Nexthop group : List.copyOf(nexthops.values())) {
      if (group.members().stream().anyMatch(m -> m.id() == id)) {
        List<Nexthop.Member> rest = group.members().stream().filter(m -> m.id() != id).toList();
        if (rest.isEmpty()) {
          dropNexthop(group.id());
        } else {
          nexthops.put(
              group.id(), Nexthop.group(group.id(), group.protocol(), rest, group.resilience()));
        }
      }
    }
  }

  /** Takes what leads by an interface away, and tells nobody. */
  void linkDown(int index) {
    down.add(index);
    for (Nexthop n : List.copyOf(nexthops.values())) {
      if (n.interfaceIndex() == index) {
        dropNexthop(n.id());
      }
    }
    routes
        .values()
        .removeIf(
            r ->
                r.hops().stream().anyMatch(h -> h.gateway().isPresent())
                    && r.hops().stream()
                        .allMatch(h -> interfaceOf(h.gateway().orElseThrow()) == 0));
  }

  void linkUp(int index) {
    down.remove(index);
  }

  /** Even last octets are on eth0, odd ones on eth1. */
  private int interfaceOf(IpAddress gateway) {
    byte[] octets = gateway.toBytes();
    int index = octets[octets.length - 1] % 2 == 0 ? ETH0 : ETH1;
    return down.contains(index) ? 0 : index;
  }

  /** What others do. */
  KernelRoute foreign(KernelRoute route) {
    routes.put(route.key(), route);
    return route;
  }

  /** What was done since the last call. */
  List<String> takeDone() {
    List<String> out = List.copyOf(done);
    done.clear();
    return out;
  }

  @Override
  public List<KernelRoute> routesOf(Set<Integer> protocols) throws LinuxException {
    call();
    return routes.values().stream().filter(r -> protocols.contains(r.protocol())).toList();
  }

  @Override
  public List<KernelRoute> routesAt(Collection<RouteKey> keys) throws LinuxException {
    call();
    return routes.values().stream().filter(r -> keys.contains(r.key())).toList();
  }

  @Override
  public Map<String, Integer> interfaces() throws LinuxException {
    call();
    return Map.of("lo", 1, "eth0", ETH0, "eth1", ETH1);
  }

  @Override
  public List<Nexthop> nexthops() throws LinuxException {
    call();
    return List.copyOf(nexthops.values());
  }

  @Override
  public Set<Integer> leadingRoutes(Set<Integer> ids) throws LinuxException {
    call();
    Set<Integer> out = new HashSet<>();
    routes.values().stream().map(KernelRoute::nexthopId).filter(ids::contains).forEach(out::add);
    return out;
  }

  @Override
  public int interfaceTo(IpAddress gateway) throws LinuxException {
    call();
    return interfaceOf(gateway);
  }
}
