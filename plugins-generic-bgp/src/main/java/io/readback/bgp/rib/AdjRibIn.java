package io.readback.bgp.rib;

import io.readback.bgp.message.Update;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a peer told us. Counted and shown, never installed or advertised again. A route that cannot
 * be used (loops) or that policy refuses is received and not accepted. What goes beyond {@link
 * #MOST_PREFIXES} or {@link #MOST_PATHS} is not kept, so that no peer can exhaust the memory. Used
 * by one thread.
 */
public final class AdjRibIn {
  /** Prefixes that are kept; more than any router sends to a host that only announces. */
  public static final int MOST_PREFIXES = 200_000;

  /** Paths that differ and are kept; each may hold a message's worth of attributes. */
  public static final int MOST_PATHS = 10_000;

  private PrefixMap<ReceivedRoute> received = PrefixMap.empty();
  private PrefixMap<ReceivedRoute> ineligible = PrefixMap.empty();
  private PrefixMap<ReceivedRoute> accepted = PrefixMap.empty();
  private final Map<Path, Interned> paths = new HashMap<>();
  private Predicate<IpPrefix> policy;
  private boolean overflowed;

  private static final class Interned {
    final Path path;
    int uses;

    Interned(Path path) {
      this.path = path;
    }
  }

  /**
   * @param policy which prefixes count as accepted
   */
  public AdjRibIn(Predicate<IpPrefix> policy) {
    this.policy = policy;
  }

  /**
   * Takes in an UPDATE.
   *
   * @param eligible whether its announced routes may be used at all
   */
  public void update(Update update, boolean eligible, Instant now) {
    for (Update.Unreach unreach : update.unreach()) {
      unreach.prefixes().forEach(this::remove);
    }
    for (Update.Reach reach : update.reach()) {
      if (reach.prefixes().isEmpty()) {
        continue;
      }
      Path path =
          new Path(List.of(new NextHop.Address(reach.nextHop())), update.attributes().path());
      for (IpPrefix prefix : reach.prefixes()) {
        put(prefix, path, eligible, now);
      }
    }
  }

  private void put(IpPrefix prefix, Path path, boolean eligible, Instant now) {
    remove(prefix);
    boolean full =
        received.size() >= MOST_PREFIXES || paths.size() >= MOST_PATHS && !paths.containsKey(path);
    if (full) {
      overflowed = true;
      return;
    }
    Interned interned = paths.computeIfAbsent(path, Interned::new);
    interned.uses++;
    ReceivedRoute route = new ReceivedRoute(interned.path, now);
    received = received.with(prefix, route);
    if (!eligible) {
      ineligible = ineligible.with(prefix, route);
    } else if (policy.test(prefix)) {
      accepted = accepted.with(prefix, route);
    }
  }

  private void remove(IpPrefix prefix) {
    ReceivedRoute before = received.get(prefix);
    if (before == null) {
      return;
    }
    received = received.without(prefix);
    ineligible = ineligible.without(prefix);
    accepted = accepted.without(prefix);
    Interned interned = paths.get(before.path());
    if (interned != null && --interned.uses == 0) {
      paths.remove(before.path());
    }
  }

  /** Judges all routes by another policy. */
  public void policy(Predicate<IpPrefix> value) {
    policy = value;
    PrefixMap<ReceivedRoute> judged = PrefixMap.empty();
    for (Map.Entry<IpPrefix, ReceivedRoute> e : received) {
      if (!ineligible.containsKey(e.getKey()) && value.test(e.getKey())) {
        judged = judged.with(e.getKey(), e.getValue());
      }
    }
    accepted = judged;
  }

  /** Whether more was received than is kept. */
  public boolean overflowed() {
    return overflowed;
  }

  public PrefixMap<ReceivedRoute> received() {
    return received;
  }

  public PrefixMap<ReceivedRoute> accepted() {
    return accepted;
  }
}
