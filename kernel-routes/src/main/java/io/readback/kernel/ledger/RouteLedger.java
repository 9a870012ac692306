package io.readback.kernel.ledger;

import io.readback.kernel.ledger.RouteForms.Form;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.netlink.BatchResult;
import io.readback.linux.netlink.KernelError;
import io.readback.linux.netlink.NlRequest;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.RouteCodec;
import io.readback.linux.route.RouteKey;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.KernelTable;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

  private final KernelAccess kernel;
  private final Set<Integer> protocols = new TreeSet<>();
  private final SortedMap<TargetId, TargetLedger> targets = new TreeMap<>();
  private final Map<RouteKey, KernelRoute> held = new HashMap<>();
  private final LinkedHashSet<RouteKey> dirty = new LinkedHashSet<>();
  private Map<String, Integer> interfaces = new HashMap<>();
  private boolean aimed;
  private boolean unsure;

  /**
   * @param protocol the number of routes that are ours from earlier runs, whether or not a target
   *     has it
   */
  public RouteLedger(KernelAccess kernel, int protocol) {
    this.kernel = kernel;
    protocols.add(protocol);
  }

  /** A wanted route and whose it is. */
  private record Want(TargetLedger target, Path path) {}

  /** Takes a new whole truth. */
  public void aim(DesiredState desired) {
    if (!aimed) {
      aimed = true;
      dirty.addAll(held.keySet());
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
            dirty.add(RouteForms.key(target.spec(), prefix));
          }

          @Override
          public void withdraw(IpPrefix prefix, Path path) {
            target.forget(prefix);
            dirty.add(RouteForms.key(target.spec(), prefix));
          }
        });
    target.want(next);
  }

  /** Reads all of ours, and compares all that is wanted with it. */
  public void resync() throws LinuxException {
    unsure = false;
    interfaces = kernel.interfaces();
    Map<RouteKey, KernelRoute> now = new HashMap<>();
    for (KernelRoute route : kernel.routesOf(protocols)) {
      now.put(route.key(), route);
    }
    for (RouteKey key : held.keySet()) {
      if (!now.containsKey(key)) {
        dirty.add(key);
      }
    }
    held.clear();
    held.putAll(now);
    if (!aimed) {
      return;
    }
    dirty.addAll(now.keySet());
    for (TargetLedger target : targets.values()) {
      target.wanted().forEach(r -> dirty.add(RouteForms.key(target.spec(), r.prefix())));
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
    if (!held.containsKey(key) && want(key) == null && !ours) {
      return;
    }
    if (ours && !deleted) {
      held.put(key, route);
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
    for (TargetLedger target : targets.values()) {
      target
          .refusals()
          .forEach(
              (prefix, refusal) -> {
                if (!refusal.lasting()) {
                  dirty.add(RouteForms.key(target.spec(), prefix));
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
    for (int round = 0; round < ROUNDS && !dirty.isEmpty(); round++) {
      List<Op> ops = plan();
      if (!mayWrite) {
        dirty.clear();
        for (Op op : ops) {
          op.refuse(whyNot);
        }
        return;
      }
      try {
        BatchResult result = kernel.execute(ops.stream().map(Op::request).toList());
        dirty.clear();
        take(ops, result);
      } catch (LinuxException e) {
        unsure = true;
        throw e;
      }
    }
  }

  private enum Verb {
    CREATE,
    REPLACE,
    DELETE
  }

  private record Op(Verb verb, KernelRoute route, @Nullable Want want) {
    NlRequest request() {
      return switch (verb) {
        case CREATE -> RouteCodec.create(route);
        case REPLACE -> RouteCodec.replace(route);
        case DELETE -> RouteCodec.delete(route.key(), route.protocol());
      };
    }

    void refuse(String reason) {
      if (want != null) {
        want.target().refused(route.key().prefix(), reason, false);
      }
    }
  }

  /** What to do about the noted keys; deletes last, so that no prefix is ever without a route. */
  private List<Op> plan() {
    List<Op> ops = new ArrayList<>();
    List<Op> deletes = new ArrayList<>();
    for (RouteKey key : dirty) {
      Want want = want(key);
      KernelRoute have = held.get(key);
      if (want == null) {
        if (have != null) {
          deletes.add(new Op(Verb.DELETE, have, null));
        }
        continue;
      }
      Form form = RouteForms.of(want.target().spec(), key.prefix(), want.path(), interfaces);
      if (form instanceof Form.Impossible no) {
        want.target().refused(key.prefix(), no.reason(), no.lasting());
      } else if (form instanceof Form.Possible yes) {
        if (have == null) {
          want.target().gone(key.prefix());
          ops.add(new Op(Verb.CREATE, yes.route(), want));
        } else if (RouteForms.same(yes.route(), have)) {
          want.target().installed(key.prefix());
        } else if (have.protocol() == yes.route().protocol()) {
          ops.add(new Op(Verb.REPLACE, yes.route(), want));
        } else {
          // ours under another number: the place is freed first
          deletes.add(new Op(Verb.DELETE, have, want));
        }
      }
    }
    ops.addAll(deletes);
    return ops;
  }

  private void take(List<Op> ops, BatchResult result) throws LinuxException {
    List<Op> occupied = new ArrayList<>();
    for (int i = 0; i < ops.size(); i++) {
      Op op = ops.get(i);
      RouteKey key = op.route().key();
      if (result.unknown().get(i)) {
        unsure = true;
        continue;
      }
      KernelError error = result.errors().get(i);
      if (error == null) {
        done(op);
      } else if (op.verb() == Verb.CREATE && error.is(Errno.EEXIST)) {
        occupied.add(op);
      } else if (op.verb() == Verb.REPLACE && (error.is(Errno.ENOENT) || error.is(Errno.ESRCH))) {
        held.remove(key);
        dirty.add(key);
      } else if (op.verb() == Verb.DELETE && error.is(Errno.ESRCH)) {
        done(op);
      } else {
        op.refuse("the kernel refused " + key + ": " + words(error));
      }
    }
    if (!occupied.isEmpty()) {
      whoIsThere(occupied);
    }
  }

  private void done(Op op) {
    RouteKey key = op.route().key();
    if (op.verb() == Verb.DELETE) {
      held.remove(key);
      if (op.want() != null) {
        dirty.add(key);
      }
    } else {
      held.put(key, op.route());
      if (op.want() != null) {
        op.want().target().installed(key.prefix());
      }
    }
  }

  private static String words(KernelError error) {
    return error.is(Errno.EPERM) || error.is(Errno.EACCES)
        ? error + "; this process needs CAP_NET_ADMIN"
        : error.toString();
  }

  private void whoIsThere(List<Op> occupied) throws LinuxException {
    Map<RouteKey, KernelRoute> there = new HashMap<>();
    for (KernelRoute route :
        kernel.routesAt(occupied.stream().map(o -> o.route().key()).toList())) {
      // where the kernel keeps several of one key, ours counts
      there.merge(route.key(), route, (a, b) -> protocols.contains(a.protocol()) ? a : b);
    }
    for (Op op : occupied) {
      RouteKey key = op.route().key();
      KernelRoute found = there.get(key);
      if (found == null) {
        dirty.add(key);
      } else if (protocols.contains(found.protocol())) {
        held.put(key, found);
        dirty.add(key);
      } else {
        op.refuse(
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
      if (!RouteForms.key(target.spec(), key.prefix()).equals(key)) {
        continue;
      }
      Path path = target.wanted().get(key.prefix());
      if (path == null) {
        continue;
      }
      if (found == null) {
        found = new Want(target, path);
      } else {
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
                metric(target.spec(), family),
                target.wanted().paths().only(family)));
      }
    }
    return new Concern(Set.copyOf(protocols), places);
  }

  private static int metric(KernelTable spec, AddressFamily family) {
    IpPrefix any = IpPrefix.parse(family == AddressFamily.IPV4 ? "0.0.0.0/0" : "::/0");
    return RouteForms.key(spec, any).metric();
  }

  /** How many routes of ours are in the kernel. */
  public int heldCount() {
    return held.size();
  }

  Collection<KernelRoute> held() {
    return held.values();
  }
}
