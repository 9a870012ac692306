package io.readback.app.document;

import io.readback.core.engine.EngineStatus;
import io.readback.spi.observe.SessionEvent;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the events of sessions that are new since the last status. Used by one thread. */
public final class EventFeed {
  /** The number of the last event known of each session. */
  private Map<TargetId, Long> known = new HashMap<>();

  /** What happened since, by session and in order; at first all that is known. */
  public List<EventRow> update(EngineStatus status) {
    Map<TargetId, Long> next = new HashMap<>();
    List<EventRow> news = new ArrayList<>();
    StatusDocuments.observed(status)
        .forEach((id, target) -> next.put(id, fresh(status.node(), id, target, news)));
    known = next;
    return news;
  }

  private long fresh(String node, TargetId id, TargetStatus target, List<EventRow> news) {
    List<SessionEvent> events =
        target.session().map(SessionStatus::detail).map(d -> d.events()).orElse(List.of());
    long last = events.isEmpty() ? 0 : events.get(events.size() - 1).number();
    long before = known.getOrDefault(id, 0L);
    // smaller numbers: the session was made anew
    long since = last < before ? 0 : before;
    if (last > since) {
      events.stream()
          .filter(e -> e.number() > since)
          .forEach(e -> news.add(EventsView.row(node, id, e)));
    }
    return last;
  }
}
