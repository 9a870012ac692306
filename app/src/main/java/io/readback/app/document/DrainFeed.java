package io.readback.app.document;

import io.readback.core.engine.EngineStatus;
import io.readback.core.plan.ClusterPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds drains that began, went on or ended since the last status. Used by one thread. */
public final class DrainFeed {
  private ClusterPlan seen = ClusterPlan.EMPTY;
  private Map<Key, DrainRow> known = new LinkedHashMap<>();

  private record Key(String what, String name, String reason) {}

  /** What is news; nothing is worked out while the plan is the same. */
  public List<DrainRow> update(EngineStatus status) {
    if (status.plan() == seen) {
      return List.of();
    }
    seen = status.plan();
    return update(DrainsView.of(status.plan(), status.node()));
  }

  /** The drains whose state changed; those that are no more come with the state {@code ended}. */
  List<DrainRow> update(List<DrainRow> rows) {
    Map<Key, DrainRow> next = new LinkedHashMap<>();
    List<DrainRow> news = new ArrayList<>();
    for (DrainRow row : rows) {
      Key key = new Key(row.what(), row.name(), row.reason());
      next.put(key, row);
      DrainRow before = known.get(key);
      if (before == null || !before.state().equals(row.state())) {
        news.add(row);
      }
    }
    known.forEach(
        (key, row) -> {
          if (!next.containsKey(key)) {
            news.add(row.ended());
          }
        });
    known = next;
    return news;
  }
}
