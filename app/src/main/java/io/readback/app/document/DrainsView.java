package io.readback.app.document;

import io.readback.core.plan.ClusterPlan;
import io.readback.core.plan.PlannedTarget;
import io.readback.core.plan.ServiceDrain;
import io.readback.core.plan.SessionDrain;
import io.readback.spi.target.TargetId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code drains}: what is drained at this node; what concerns all its sessions first. */
final class DrainsView {
  private DrainsView() {}

  static List<DrainRow> of(ClusterPlan plan, String node) {
    Map<Key, List<String>> ofSessions = new LinkedHashMap<>();
    for (PlannedTarget target : plan.node(node).targets().values()) {
      target
          .drain()
          .ifPresent(
              drain ->
                  ofSessions
                      .computeIfAbsent(
                          new Key(drain, name(drain, node, target.id())), k -> new ArrayList<>())
                      .add(text(target.id())));
    }
    List<DrainRow> rows = new ArrayList<>();
    ofSessions.forEach((key, sessions) -> rows.add(row(key.drain(), key.name(), sessions)));
    for (ServiceDrain d : plan.serviceDrains(node)) {
      rows.add(
          row(
              d.drain(),
              d.service().toString(),
              d.sessions().stream().map(DrainsView::text).toList()));
    }
    return rows;
  }

  private record Key(SessionDrain drain, String name) {}

  /** Drains by the session they concern, each without its sessions. */
  static Map<TargetId, List<DrainRow>> bySession(ClusterPlan plan, String node) {
    Map<TargetId, List<DrainRow>> out = new LinkedHashMap<>();
    for (PlannedTarget target : plan.node(node).targets().values()) {
      target
          .drain()
          .ifPresent(
              drain ->
                  out.computeIfAbsent(target.id(), id -> new ArrayList<>())
                      .add(row(drain, name(drain, node, target.id()), List.of())));
    }
    for (ServiceDrain d : plan.serviceDrains(node)) {
      DrainRow row = row(d.drain(), d.service().toString(), List.of());
      d.sessions().forEach(s -> out.computeIfAbsent(s, id -> new ArrayList<>()).add(row));
    }
    return out;
  }

  private static DrainRow row(SessionDrain drain, String name, List<String> sessions) {
    return new DrainRow(
        drain.what().name().toLowerCase(Locale.ROOT),
        name,
        drain.phase().name().toLowerCase(Locale.ROOT),
        drain.since().map(Instant::toString).orElse(null),
        drain.until().map(Instant::toString).orElse(null),
        drain.reason(),
        undo(drain.what()),
        sessions);
  }

  private static String undo(SessionDrain.What what) {
    return switch (what) {
      case AGENT -> "start the agent again";
      case NODE -> "remove the annotation from the Node";
      case PEER -> "remove drain from the BgpPeerSettings";
      case SERVICE -> "remove the annotation from the Service, or drain from the BgpRouteSettings";
    };
  }

  private static String name(SessionDrain drain, String node, TargetId session) {
    return drain.what() == SessionDrain.What.PEER ? text(session) : node;
  }

  private static String text(TargetId session) {
    return session.owner() + "/" + session.name();
  }
}
