package io.readback.kernel.ledger;

import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.netlink.BatchResult;
import io.readback.linux.netlink.KernelError;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.RouteKey;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.KernelTable;
import io.readback.spi.target.NexthopGroups;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The routes of all targets against those of the kernel. Keys that may differ are noted, and a pass
 * works through them alone, so a change costs what changed.
 *
 * <p>A route is made only where the kernel has none of its key, and replaced only where the one
 * there is known to be ours: the kernel itself would replace anybody's. Ours is what carries our
 * protocol number. A foreign route in the place of ours is a refusal that names its owner; its
 * place is looked at again when it goes.
 *
 * <p>Nothing is deleted before the first aim. Not thread-safe.
 *
 * <p>Longer than most classes: whether a route may be made, replaced or deleted is decided on the
 * same few maps, which nobody else may see.
 */
public final class RouteLedger {
  private static final int ROUNDS = 4;
  private static final IpPrefix ANY4 = IpPrefix.parse("0.0.0.0/0");
  private static final IpPrefix ANY6 = IpPrefix.parse("::/0");

  /** Requests that are made, sent and forgotten together. */
  private static final int CHUNK = 4096;

  private final KernelAccess kernel;
  private final Set<Integer> protocols = new TreeSet<>();
  private final SortedMap<TargetId, TargetLedger> targets = new TreeMap<>();
  private final HeldRoutes held = new HeldRoutes();
  private final NexthopLedger nexthops;
  private final RouteForms forms;
  private LinkedHashSet<RouteKey> dirty = new LinkedHashSet<>();
  private boolean aimed;
  private boolean unsure;

  /**
   * @param protocol the number of routes that are ours from earlier runs, whether or not a target
   *     has it
   * @param support which nexthop groups the kernel has
   */
  public RouteLedger(KernelAccess kernel, int protocol, GroupSupport support) {
    this.kernel = kernel;
    this.nexthops = new NexthopLedger(kernel);
    this.forms = new RouteForms(nexthops, support);
    protocols.add(protocol);
  }

  /** A wanted route and whose it is. */
  private record Want(TargetLedger target, Path path) {}

  /** Takes a new whole truth. */
  public void aim(DesiredState desired) {
    if (!aimed) {
      aimed = true;
      dirty.addAll(held.keys());
    }
    boolean newProtocol = false;
    for (TargetLedger old : List.copyOf(targets.values())) {
      DesiredTarget now = desired.targets().get(old.spec().id());
      if (now == null || !now.spec().equals(old.spec())) {
        change(old, RouteTable.EMPTY);
        targets.remove(old.spec().id());
      }
    }
    for (DesiredTarget target : desired.targets().values()) {
      if (target.spec() instanceof KernelTable spec) {
        newProtocol |= protocols.add(spec.protocol());
        change(targets.computeIfAbsent(spec.id(), id -> new TargetLedger(spec)), target.routes());
      }
    }
    unsure |= newProtocol;
  }

  private void change(TargetLedger target, RouteTable next) {
    RouteTable.changes(
        target.wanted(),
        next,
        new RouteTable.Changes() {
          @Override
          public void announce(IpPrefix prefix, Path path) {
            RouteKey key = target.key(prefix);
            target.announced(key);
            dirty.add(key);
          }

          @Override
          public void withdraw(IpPrefix prefix, Path path) {
            RouteKey key = target.key(prefix);
            target.withdrawn(key);
            dirty.add(key);
          }
        });
    target.want(next);
  }

  /** Reads all of ours, and compares all that is wanted with it. */
  public void resync() throws LinuxException {
    Map<String, Integer> interfaces = kernel.interfaces();
    nexthops.resync(protocols);
    List<KernelRoute> now = kernel.routesOf(protocols);
    unsure = false;
    forms.interfaces(interfaces);
    if (aimed) {
      dirty.addAll(held.keys());
    }
    held.replaceAll(now);
    if (!aimed) {
      return;
    }
    now.forEach(route -> dirty.add(route.key()));
    for (TargetLedger target : targets.values()) {
      target.wanted().forEach(r -> dirty.add(target.key(r.prefix())));
    }
  }

  /** Whether a batch's outcome was lost, so that only {@link #resync} tells. */
  public boolean isUnsure() {
    return unsure;
  }

  /** Takes notice of what somebody else did to a route. */
  public void seen(KernelRoute route, boolean deleted) {
    RouteKey key = route.key();
    boolean ours = protocols.contains(route.protocol());
    if (!held.has(key) && want(key) == null && !ours) {
      return;
    }
    if (ours && !deleted) {
      held.put(route);
    } else if (ours || !deleted) {
      // a foreign route in this place may have replaced ours; the pass finds out
      held.remove(key);
    }
    if (aimed) {
      dirty.add(key);
    }
  }

  /** Has what was refused tried again, save where only a new target can help. */
  public void retry() {
    nexthops.retry();
    for (TargetLedger target : targets.values()) {
      target
          .refusals()
          .forEach(
              (prefix, refusal) -> {
                if (!refusal.lasting()) {
                  dirty.add(target.key(prefix));
                }
              });
    }
  }

  /** Whether something was refused that may succeed later. */
  public boolean hasRefusals() {
    return targets.values().stream()
        .anyMatch(t -> t.refusals().values().stream().anyMatch(r -> !r.lasting()));
  }

  /**
   * Works through what may differ.
   *
   * @param mayWrite false: says what would have to be done, and does nothing
   * @param whyNot the reason given for each route then
   * @throws LinuxException where the kernel could not be asked; the rest stays noted
   */
  public void pass(boolean mayWrite, String whyNot) throws LinuxException {
    if (!aimed) {
      return;
    }
    targets.values().forEach(t -> t.forms().clear());
    try {
      for (int round = 0; round < ROUNDS && !dirty.isEmpty(); round++) {
        if (mayWrite) {
          provideNexthops();
        }
        round(mayWrite, whyNot);
      }
      unsure |= nexthops.isUnsure();
      if (mayWrite && !unsure && nexthops.hasObjects()) {
        nexthops.collect(held, refusedSets());
      }
    } catch (LinuxException e) {
      unsure = true;
      throw e;
    }
  }

  /** Has the nexthop groups made that the noted keys need. */
  private void provideNexthops() throws LinuxException {
    boolean grouping =
        held.anyGrouped()
            || targets.values().stream()
                .anyMatch(
                    t ->
                        t.spec().mode() == KernelTable.Mode.NEXTHOPS
                            && t.spec().groups().use() != NexthopGroups.Use.OFF);
    if (!grouping) {
      return;
    }
    NexthopMoves moves = new NexthopMoves();
    for (RouteKey key : dirty) {
      Want want = want(key);
      KernelRoute have = held.get(key);
      int from = have == null ? 0 : have.nexthopId();
      if (want == null) {
        moves.deletes(from);
      } else if (forms.of(want.target(), key.prefix(), want.path())
          instanceof PathForm.Grouped grouped) {
        moves.wants(grouped.set(), from);
      }
    }
    nexthops.provide(moves, held);
  }

  /** The nexthop sets of routes that are refused for now: their groups stay for the next try. */
  private Set<NexthopSet> refusedSets() throws LinuxException {
    Set<NexthopSet> out = new HashSet<>();
    for (TargetLedger target : targets.values()) {
      for (IpPrefix prefix : target.refusals().keySet()) {
        Path path = target.wanted().get(prefix);
        if (path != null && forms.of(target, prefix, path) instanceof PathForm.Grouped grouped) {
          out.add(grouped.set());
        }
      }
    }
    return out;
  }

  /** Works once through what is noted; deletes last, so that no prefix is ever without a route. */
  private void round(boolean mayWrite, String whyNot) throws LinuxException {
    Set<RouteKey> todo = dirty;
    dirty = new LinkedHashSet<>();
    List<RouteOp> ops = new ArrayList<>(CHUNK);
    List<RouteOp> deletes = new ArrayList<>();
    for (RouteKey key : todo) {
      RouteOp op = plan(key);
      if (op == null) {
        continue;
      }
      if (!mayWrite) {
        op.refuse(whyNot);
      } else if (op.verb() == RouteOp.Verb.DELETE) {
        deletes.add(op);
      } else {
        ops.add(op);
        if (ops.size() == CHUNK) {
          take(ops, kernel.execute(ops));
          ops.clear();
        }
      }
    }
    take(ops, kernel.execute(ops));
    for (int at = 0; at < deletes.size(); at += CHUNK) {
      List<RouteOp> some = deletes.subList(at, Math.min(deletes.size(), at + CHUNK));
      take(some, kernel.execute(some));
    }
  }

  /** What to do about a key; null: nothing. */
  private @Nullable RouteOp plan(RouteKey key) throws LinuxException {
    Want want = want(key);
    KernelRoute have = held.get(key);
    if (want == null) {
      return have == null ? null : new RouteOp(RouteOp.Verb.DELETE, have, null);
    }
    TargetLedger target = want.target();
    KernelRoute wanted;
    PathForm form = forms.of(target, key.prefix(), want.path());
    if (form instanceof PathForm.Hops hops) {
      wanted = RouteForms.route(target, key, hops);
    } else if (form instanceof PathForm.Grouped grouped) {
      int group = nexthops.groupOf(grouped.set());
      if (group == 0) {
        cannot(target, key, nexthops.failureOf(grouped.set()), false);
        return null;
      }
      wanted = KernelRoute.by(group, key, target.spec().protocol());
    } else {
      PathForm.Impossible no = (PathForm.Impossible) form;
      cannot(target, key, no.reason(), no.lasting());
      return null;
    }
    if (have == null) {
      return new RouteOp(RouteOp.Verb.CREATE, wanted, target);
    }
    if (RouteForms.same(wanted, have)) {
      target.installed(key);
      return null;
    }
    // ours under another number: the place is freed first
    return have.protocol() == wanted.protocol()
        ? new RouteOp(RouteOp.Verb.REPLACE, wanted, target)
        : new RouteOp(RouteOp.Verb.DELETE, have, target);
  }

  private void cannot(TargetLedger target, RouteKey key, String reason, boolean lasting) {
    if (!held.has(key)) {
      target.gone(key);
    }
    target.refused(key.prefix(), reason, lasting);
  }

  private void take(List<RouteOp> ops, BatchResult result) throws LinuxException {
    if (result.allDone()) {
      ops.forEach(this::done);
      return;
    }
    List<RouteOp> occupied = new ArrayList<>();
    for (int i = 0; i < ops.size(); i++) {
      RouteOp op = ops.get(i);
      RouteKey key = op.route().key();
      if (result.unknown().get(i)) {
        unsure = true;
        continue;
      }
      KernelError error = result.errors().get(i);
      if (error == null || op.verb() == RouteOp.Verb.DELETE && error.is(Errno.ESRCH)) {
        done(op);
      } else if (op.verb() == RouteOp.Verb.CREATE && error.is(Errno.EEXIST)) {
        occupied.add(op);
      } else if (op.verb() == RouteOp.Verb.REPLACE
          && (error.is(Errno.ENOENT) || error.is(Errno.ESRCH))) {
        held.remove(key);
        dirty.add(key);
      } else {
        refuse(op, "the kernel refused " + key + ": " + Words.of(error));
      }
    }
    if (!occupied.isEmpty()) {
      whoIsThere(occupied);
    }
  }

  private void refuse(RouteOp op, String reason) {
    if (op.target() != null) {
      cannot(op.target(), op.route().key(), reason, false);
    }
  }

  private void done(RouteOp op) {
    RouteKey key = op.route().key();
    if (op.verb() == RouteOp.Verb.DELETE) {
      held.remove(key);
      if (op.target() != null) {
        dirty.add(key);
      }
    } else {
      held.put(op.route());
      if (op.target() != null) {
        op.target().installed(key);
      }
    }
  }

  private void whoIsThere(List<RouteOp> occupied) throws LinuxException {
    Map<RouteKey, KernelRoute> there = new HashMap<>();
    for (KernelRoute route :
        kernel.routesAt(occupied.stream().map(o -> o.route().key()).toList())) {
      // where the kernel keeps several of one key, ours counts
      there.merge(route.key(), route, (a, b) -> protocols.contains(a.protocol()) ? a : b);
    }
    for (RouteOp op : occupied) {
      RouteKey key = op.route().key();
      KernelRoute found = there.get(key);
      if (found == null) {
        dirty.add(key);
      } else if (protocols.contains(found.protocol())) {
        held.put(found);
        dirty.add(key);
      } else {
        refuse(
            op,
            "a route of "
                + Protocols.describe(found.protocol())
                + " has the place "
                + key
                + (found.hops().isEmpty() ? "" : " (" + hops(found) + ")")
                + "; it is left alone. Remove it, or choose another table or metric");
      }
    }
  }

  private static String hops(KernelRoute route) {
    List<String> out = new ArrayList<>();
    route
        .hops()
        .forEach(
            h ->
                out.add(
                    h.gateway().map(g -> "via " + g).orElse("interface " + h.interfaceIndex())));
    return String.join(", ", out);
  }

  /** Who wants a key; of several targets the first by id. */
  private @Nullable Want want(RouteKey key) {
    Want found = null;
    for (TargetLedger target : targets.values()) {
      if (!target.isFor(key)) {
        continue;
      }
      Path path = target.wanted().get(key.prefix());
      if (path == null) {
        continue;
      }
      if (found == null) {
        found = new Want(target, path);
      } else {
        target.gone(key);
        target.refused(
            key.prefix(),
            "the same route (" + key + ") is wanted by " + found.target().spec().id(),
            true);
      }
    }
    return found;
  }

  /** Takes back all of ours. */
  public void withdraw() throws LinuxException {
    aim(DesiredState.EMPTY);
    pass(true, "");
  }

  /** The targets as they stand. */
  public List<TargetStatus> status() {
    return targets.values().stream().map(TargetLedger::status).toList();
  }

  /** What events are worth being told of. */
  public Concern concern() {
    List<Concern.Place> places = new ArrayList<>();
    for (TargetLedger target : targets.values()) {
      for (AddressFamily family : AddressFamily.values()) {
        places.add(
            new Concern.Place(
                (int) target.spec().table(),
                target.key(family == AddressFamily.IPV4 ? ANY4 : ANY6).metric(),
                target.wanted().paths().only(family)));
      }
    }
    return new Concern(Set.copyOf(protocols), places);
  }

  /** How many routes of ours are in the kernel. */
  public int heldCount() {
    return held.size();
  }

  Collection<KernelRoute> held() {
    return held.all();
  }
}
