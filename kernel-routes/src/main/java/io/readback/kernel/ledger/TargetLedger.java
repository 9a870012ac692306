package io.readback.kernel.ledger;

import io.readback.linux.route.RouteKey;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.KernelTable;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One target: what it should hold, what it holds, what it cannot hold. What it holds is kept as the
 * difference from what it should, so that a table that is as it should be costs nothing.
 */
final class TargetLedger {
  private final KernelTable spec;
  private final int table;
  private final int metric4;
  private final int metric6;
  private RouteTable wanted = RouteTable.EMPTY;

  /** Wanted keys that the kernel has not, or has by another path: then that path. */
  private final Map<RouteKey, Optional<Path>> differing = new HashMap<>();

  private final TreeMap<IpPrefix, Refusal> refusals = new TreeMap<>();

  /** How paths look in the kernel, for the time of a pass. */
  private final Map<Path, PathForm> forms = new IdentityHashMap<>();

  private @Nullable TargetStatus status;

  /**
   * @param lasting whether nothing that happens in the kernel can help
   */
  record Refusal(String reason, boolean lasting) {}

  TargetLedger(KernelTable spec) {
    this.spec = spec;
    this.table = (int) spec.table();
    this.metric4 = key(IpPrefix.parse("0.0.0.0/0")).metric();
    this.metric6 = key(IpPrefix.parse("::/0")).metric();
  }

  KernelTable spec() {
    return spec;
  }

  /** The key of a route of this target. */
  RouteKey key(IpPrefix prefix) {
    return new RouteKey((int) spec.table(), prefix, (int) spec.metric());
  }

  /** Whether a route of this target has this key, where it wants one of its prefix. */
  boolean isFor(RouteKey key) {
    return key.table() == table
        && key.metric() == (key.prefix().isIpv6() ? metric6 : metric4)
        && key.tos() == 0;
  }

  Map<Path, PathForm> forms() {
    return forms;
  }

  RouteTable wanted() {
    return wanted;
  }

  /** Takes a new aim; {@code wanted} is still the one before while changes are noted. */
  void want(RouteTable next) {
    wanted = next;
    status = null;
  }

  /** A route is new or changes: the kernel has what it was until told otherwise. */
  void announced(RouteKey key) {
    Path before = wanted.get(key.prefix());
    if (before == null) {
      differing.put(key, Optional.empty());
    } else {
      differing.putIfAbsent(key, Optional.of(before));
    }
  }

  void withdrawn(RouteKey key) {
    refusals.remove(key.prefix());
    differing.remove(key);
  }

  void installed(RouteKey key) {
    boolean changed = differing.remove(key) != null;
    if (!refusals.isEmpty()) {
      changed |= refusals.remove(key.prefix()) != null;
    }
    if (changed) {
      status = null;
    }
  }

  void gone(RouteKey key) {
    Optional<Path> before = differing.put(key, Optional.empty());
    if (before == null || before.isPresent()) {
      status = null;
    }
  }

  void refused(IpPrefix prefix, String reason, boolean lasting) {
    Refusal now = new Refusal(reason, lasting);
    if (!now.equals(refusals.put(prefix, now))) {
      status = null;
    }
  }

  TreeMap<IpPrefix, Refusal> refusals() {
    return refusals;
  }

  TargetStatus status() {
    TargetStatus known = status;
    if (known == null) {
      TreeMap<IpPrefix, String> rejected = new TreeMap<>();
      refusals.forEach((prefix, r) -> rejected.put(prefix, r.reason()));
      known =
          TargetStatus.builder(spec.id())
              .accepted(wanted)
              .advertised(installed())
              .rejected(rejected)
              .build();
      status = known;
    }
    return known;
  }

  private RouteTable installed() {
    RouteTable out = wanted;
    for (Map.Entry<RouteKey, Optional<Path>> e : differing.entrySet()) {
      IpPrefix prefix = e.getKey().prefix();
      out = e.getValue().isPresent() ? out.with(prefix, e.getValue().get()) : out.without(prefix);
    }
    return out;
  }
}
