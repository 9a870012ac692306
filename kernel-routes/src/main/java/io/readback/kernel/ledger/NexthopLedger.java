package io.readback.kernel.ledger;

import io.readback.kernel.ledger.NexthopSet.Hop;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.netlink.BatchResult;
import io.readback.linux.netlink.KernelError;
import io.readback.linux.netlink.NlRequest;
import io.readback.linux.route.Nexthop;
import io.readback.linux.route.NexthopCodec;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Our nexthop objects in the kernel: a single one for each gateway, a group for each set of them
 * that routes lead by. Always a group, also of one, because the kernel lets a group become another
 * group and nothing else.
 *
 * <p>Ours is what carries our protocol number and a number of our range; the rest is never replaced
 * or deleted. Deleting an object deletes the routes that lead by it, so an object goes only when
 * the kernel has just shown that nobody's route and nobody's group uses it. Not thread-safe.
 */
final class NexthopLedger {
  private static final int ROUNDS = 4;

  private final KernelAccess kernel;
  private final NexthopIds ids = new NexthopIds();
  private final Map<Integer, Nexthop> objects = new TreeMap<>();
  private final Map<Single, Integer> singles = new HashMap<>();
  private final Map<NexthopSet, Integer> groups = new HashMap<>();
  private final Map<NexthopSet, String> failures = new HashMap<>();
  private final Map<IpAddress, Integer> interfaces = new HashMap<>();
  private boolean unsure;

  /** What a single object is for. */
  private record Single(int protocol, IpAddress gateway, int interfaceIndex) {}

  NexthopLedger(KernelAccess kernel) {
    this.kernel = kernel;
  }

  /**
   * Takes what the kernel has now.
   *
   * @param protocols whose objects are ours
   */
  void resync(Set<Integer> protocols) throws LinuxException {
    List<Nexthop> now = kernel.nexthops();
    ids.clear();
    objects.clear();
    singles.clear();
    groups.clear();
    interfaces.clear();
    unsure = false;
    for (Nexthop n : now) {
      ids.take(n.id());
      if (protocols.contains(n.protocol()) && NexthopIds.isOurs(n)) {
        objects.put(n.id(), n);
        if (n.gateway().isPresent()) {
          singles.putIfAbsent(
              new Single(n.protocol(), n.gateway().get(), n.interfaceIndex()), n.id());
        }
      }
    }
    for (Nexthop n : objects.values()) {
      if (n.isGroup()) {
        contentOf(n).ifPresent(set -> groups.putIfAbsent(set, n.id()));
      }
    }
  }

  /** What a group leads to; empty where one of its members is none of ours. */
  private Optional<NexthopSet> contentOf(Nexthop group) {
    List<Hop> hops = new ArrayList<>();
    for (Nexthop.Member m : group.members()) {
      Nexthop single = objects.get(m.id());
      if (single == null || single.gateway().isEmpty()) {
        return Optional.empty();
      }
      hops.add(new Hop(single.gateway().get(), single.interfaceIndex(), m.weight()));
    }
    return Optional.of(new NexthopSet(group.protocol(), hops, group.resilience()));
  }

  /** Has interfaces asked for again, and what failed tried again. */
  void retry() {
    interfaces.clear();
  }

  /** The index of the interface that a gateway is on; 0: on none. */
  int interfaceTo(IpAddress gateway) throws LinuxException {
    Integer known = interfaces.get(gateway);
    if (known == null) {
      known = kernel.interfaceTo(gateway);
      interfaces.put(gateway, known);
    }
    return known;
  }

  /** The number of the group of a set; 0 where there is none. */
  int groupOf(NexthopSet set) {
    return groups.getOrDefault(set, 0);
  }

  /** Why a set has no group. */
  String failureOf(NexthopSet set) {
    return failures.getOrDefault(set, "the kernel has no nexthop group for it yet");
  }

  /** Whether the outcome of something was lost, so that only {@link #resync} tells. */
  boolean isUnsure() {
    return unsure;
  }

  boolean hasObjects() {
    return !objects.isEmpty();
  }

  /**
   * Makes what the sets of a pass need. A group whose routes all go over to one new set becomes
   * that set, which moves them with one message.
   */
  void provide(NexthopMoves moves, HeldRoutes held) throws LinuxException {
    failures.clear();
    Set<Integer> used = new HashSet<>();
    Set<NexthopSet> anew = new HashSet<>();
    for (int round = 0; round < ROUNDS && !unsure; round++) {
      List<NexthopSet> missing = new ArrayList<>();
      for (NexthopSet set : moves.sets()) {
        if (!groups.containsKey(set) && !failures.containsKey(set)) {
          missing.add(set);
        }
      }
      if (missing.isEmpty()) {
        return;
      }
      makeSingles(missing);
      makeGroups(missing, moves, held, used, anew);
    }
  }

  private void makeSingles(List<NexthopSet> sets) throws LinuxException {
    Map<Single, Nexthop> wanted = new LinkedHashMap<>();
    for (NexthopSet set : sets) {
      for (Hop hop : set.hops()) {
        Single single = new Single(set.protocol(), hop.gateway(), hop.interfaceIndex());
        if (!singles.containsKey(single)) {
          wanted.computeIfAbsent(
              single,
              s ->
                  Nexthop.single(
                      ids.next(s.protocol()), s.protocol(), s.gateway(), s.interfaceIndex()));
        }
      }
    }
    List<Nexthop> made = List.copyOf(wanted.values());
    Map<Integer, KernelError> errors = execute(made.stream().map(NexthopCodec::create).toList());
    int i = 0;
    for (Map.Entry<Single, Nexthop> e : wanted.entrySet()) {
      KernelError error = errors.get(i++);
      if (error == null) {
        objects.put(e.getValue().id(), e.getValue());
        singles.put(e.getKey(), e.getValue().id());
      } else if (!error.is(Errno.EEXIST)) {
        // a number that exists is somebody else's and stays taken: the next round takes another
        ids.free(e.getValue().id());
        fail(sets, e.getKey(), error);
      }
    }
  }

  private void fail(List<NexthopSet> sets, Single single, KernelError error) {
    for (NexthopSet set : sets) {
      if (set.protocol() == single.protocol()
          && set.hops().stream()
              .anyMatch(
                  h ->
                      h.gateway().equals(single.gateway())
                          && h.interfaceIndex() == single.interfaceIndex())) {
        failures.put(
            set, "the kernel refused the next hop " + single.gateway() + ": " + Words.of(error));
      }
    }
  }

  private record Make(NexthopSet set, Nexthop group, boolean replaces) implements NlRequest {
    @Override
    public void write(io.readback.linux.netlink.NlWriter to, int sequence) {
      (replaces ? NexthopCodec.replace(group) : NexthopCodec.create(group)).write(to, sequence);
    }
  }

  private void makeGroups(
      List<NexthopSet> sets,
      NexthopMoves moves,
      HeldRoutes held,
      Set<Integer> used,
      Set<NexthopSet> anew)
      throws LinuxException {
    List<Make> makes = new ArrayList<>();
    for (NexthopSet set : sets) {
      List<Nexthop.Member> members = members(set);
      if (members == null || failures.containsKey(set)) {
        continue;
      }
      int old = anew.contains(set) ? 0 : source(set, moves, held, used);
      int id = old == 0 ? ids.next(set.protocol()) : old;
      makes.add(
          new Make(set, Nexthop.group(id, set.protocol(), members, set.resilience()), old != 0));
    }
    Map<Integer, KernelError> errors = execute(makes);
    for (int i = 0; i < makes.size(); i++) {
      Make make = makes.get(i);
      KernelError error = errors.get(i);
      if (error == null) {
        Nexthop before = objects.put(make.group().id(), make.group());
        if (before != null) {
          groups.values().remove(before.id());
        }
        groups.put(make.set(), make.group().id());
      } else if (make.replaces()) {
        anew.add(make.set());
      } else if (!error.is(Errno.EEXIST)) {
        ids.free(make.group().id());
        failures.put(make.set(), "the kernel refused the nexthop group: " + Words.of(error));
      }
    }
  }

  private @Nullable List<Nexthop.Member> members(NexthopSet set) {
    List<Nexthop.Member> out = new ArrayList<>();
    for (Hop hop : set.hops()) {
      Integer id = singles.get(new Single(set.protocol(), hop.gateway(), hop.interfaceIndex()));
      if (id == null) {
        return null;
      }
      out.add(new Nexthop.Member(id, hop.weight()));
    }
    return out;
  }

  /** The group that can become this set, because all that stays by it goes over; 0: none. */
  private int source(NexthopSet set, NexthopMoves moves, HeldRoutes held, Set<Integer> used) {
    int best = 0;
    int most = 0;
    for (Map.Entry<Integer, Integer> from : moves.sourcesOf(set).entrySet()) {
      int group = from.getKey();
      int going = from.getValue();
      Nexthop object = objects.get(group);
      if (object == null || !object.isGroup() || going <= most || used.contains(group)) {
        continue;
      }
      boolean all = going + moves.deletedFrom(group) == held.usersOf(group);
      if (all && new NexthopSet(object.protocol(), List.of(), object.resilience()).canBecome(set)) {
        best = group;
        most = going;
      }
    }
    if (best != 0) {
      used.add(best);
    }
    return best;
  }

  private Map<Integer, KernelError> execute(List<? extends NlRequest> requests)
      throws LinuxException {
    if (requests.isEmpty()) {
      return Map.of();
    }
    BatchResult result = kernel.execute(requests);
    unsure |= !result.unknown().isEmpty();
    return result.errors();
  }

  /**
   * Deletes those of ours that nothing uses.
   *
   * @param wanted sets that routes want though they cannot have them yet
   */
  void collect(HeldRoutes held, Collection<NexthopSet> wanted) throws LinuxException {
    Set<Integer> idle = new HashSet<>(objects.keySet());
    Set<Integer> kept = new HashSet<>();
    wanted.forEach(set -> kept.add(groupOf(set)));
    for (Nexthop n : objects.values()) {
      if (n.isGroup() && (held.usersOf(n.id()) > 0 || kept.contains(n.id()))) {
        idle.remove(n.id());
        n.members().forEach(m -> idle.remove(m.id()));
      }
    }
    if (idle.isEmpty()) {
      return;
    }
    idle.removeAll(kernel.leadingRoutes(idle));
    List<Nexthop> now = kernel.nexthops();
    List<Nexthop> going = new ArrayList<>();
    for (Nexthop n : now) {
      if (n.isGroup() && !idle.contains(n.id())) {
        n.members().forEach(m -> idle.remove(m.id()));
      }
    }
    // groups before their members: a group that loses its last one goes by itself
    now.stream().filter(n -> n.isGroup() && goes(n, idle)).forEach(going::add);
    now.stream().filter(n -> !n.isGroup() && goes(n, idle)).forEach(going::add);
    execute(going.stream().map(n -> NexthopCodec.delete(n.id())).toList());
    going.forEach(n -> forget(n.id()));
  }

  private static boolean goes(Nexthop n, Set<Integer> idle) {
    return idle.contains(n.id()) && NexthopIds.isOurs(n);
  }

  private void forget(int id) {
    objects.remove(id);
    singles.values().remove(id);
    groups.values().remove(id);
    ids.free(id);
  }
}
