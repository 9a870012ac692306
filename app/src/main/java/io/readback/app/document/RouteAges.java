package io.readback.app.document;

import io.readback.core.plan.NodePlan;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.TargetId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Since when each route of this node is as it is. Fed with each plan; costs what changed. Safe from
 * any thread.
 */
final class RouteAges {
  private record Seen(RouteTable table, PrefixMap<Instant> since) {
    static final Seen NOTHING = new Seen(RouteTable.EMPTY, PrefixMap.empty());
  }

  private final Map<TargetId, Seen> targets = new HashMap<>();

  synchronized void update(NodePlan plan, Instant now) {
    targets.keySet().retainAll(plan.targets().keySet());
    plan.targets()
        .forEach(
            (id, t) ->
                targets.compute(
                    id,
                    (k, seen) ->
                        step(seen == null ? Seen.NOTHING : seen, t.desired().routes(), now)));
  }

  private static Seen step(Seen before, RouteTable after, Instant now) {
    if (before.table == after) {
      return before;
    }
    Recorder recorder = new Recorder(before.since, now);
    RouteTable.changes(before.table, after, recorder);
    return new Seen(after, recorder.since);
  }

  synchronized Optional<Instant> since(TargetId target, IpPrefix prefix) {
    Seen seen = targets.get(target);
    return seen == null ? Optional.empty() : Optional.ofNullable(seen.since.get(prefix));
  }

  private static final class Recorder implements RouteTable.Changes {
    private PrefixMap<Instant> since;
    private final Instant now;

    Recorder(PrefixMap<Instant> since, Instant now) {
      this.since = since;
      this.now = now;
    }

    @Override
    public void announce(IpPrefix prefix, Path path) {
      since = since.with(prefix, now);
    }

    @Override
    public void withdraw(IpPrefix prefix, Path path) {
      since = since.without(prefix);
    }
  }
}
