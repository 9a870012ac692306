package io.readback.app.document;

import io.readback.core.plan.NodePlan;
import io.readback.spi.observe.SessionEvent;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code bgp events}: what happened to the sessions of this node, oldest first. */
final class EventsView {
  private EventsView() {}

  static List<EventRow> of(
      NodePlan plan, Map<TargetId, TargetStatus> observed, Optional<String> peer) {
    record Event(TargetId session, SessionEvent event) {}
    List<Event> events = new ArrayList<>();
    plan.targets()
        .forEach(
            (id, target) -> {
              TargetStatus status = observed.get(id);
              if (status != null && PeerChoice.matches(target.session(), peer)) {
                status
                    .session()
                    .map(SessionStatus::detail)
                    .ifPresent(d -> d.events().forEach(e -> events.add(new Event(id, e))));
              }
            });
    return events.stream()
        .sorted(Comparator.comparing((Event e) -> e.event().at()))
        .map(e -> row(plan.node(), e.session(), e.event()))
        .toList();
  }

  static EventRow row(String node, TargetId session, SessionEvent event) {
    return new EventRow(
        node,
        session.owner(),
        session.name(),
        event.number(),
        event.at().toString(),
        event.from().toString(),
        event.to().toString(),
        event.cause(),
        event.text(),
        event.direction().toString(),
        event.hex());
  }
}
