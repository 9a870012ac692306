package io.readback.core.plan;

import io.readback.core.model.Drain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Remembers when each drain was first asked for. Until the first {@link #settle} every drain counts
 * as over: an agent that starts does not announce anew what is drained already.
 *
 * <p>Knows no clock. Not safe for concurrent use.
 */
final class DrainBook {
  private record Begun(Instant at, Drain drain) {}

  private record Due(Instant at, DrainSubject subject) {}

  private final Map<DrainSubject, Begun> begun = new HashMap<>();
  private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparing(Due::at));
  private PMap<DrainSubject, Drains.Span> spans = HashTreePMap.empty();
  private Instant now = Instant.MIN;
  private boolean settled;

  /** The present moment, for all that follows; time does not go back. */
  void now(Instant value) {
    now = value.isAfter(now) ? value : now;
  }

  /** What is already drained when the agent starts has been asked for until here. */
  void settle() {
    settled = true;
  }

  Drains drains() {
    return new Drains(spans, now);
  }

  /** The subject is drained, or not. Says whether that is news. */
  boolean want(DrainSubject subject, Optional<Drain> drain) {
    @Nullable Begun before = begun.get(subject);
    if (drain.isEmpty()) {
      spans = spans.minus(subject);
      return begun.remove(subject) != null;
    }
    if (before != null && before.drain().equals(drain.get())) {
      return false;
    }
    // A changed patience counts from the beginning that was.
    Instant from = before != null ? before.at() : settled ? now : Instant.MIN;
    Instant end = from.equals(Instant.MIN) ? from : from.plus(drain.get().patience());
    begun.put(subject, new Begun(from, drain.get()));
    spans = spans.plus(subject, new Drains.Span(from, end));
    if (end.isAfter(now)) {
      queue.add(new Due(end, subject));
    }
    return true;
  }

  /** Forgets the subjects of a kind that are not among {@code wanted}. */
  void retain(Predicate<DrainSubject> kind, Set<? extends DrainSubject> wanted) {
    List<DrainSubject> gone = new ArrayList<>();
    for (DrainSubject subject : begun.keySet()) {
      if (kind.test(subject) && !wanted.contains(subject)) {
        gone.add(subject);
      }
    }
    gone.forEach(subject -> want(subject, Optional.empty()));
  }

  /** Whether the subject still has this end. */
  private boolean isEnd(Due due) {
    Drains.@Nullable Span span = spans.get(due.subject());
    return span != null && span.end().equals(due.at());
  }

  /** The subjects whose routes are withdrawn from now on. */
  Set<DrainSubject> due() {
    Set<DrainSubject> out = new HashSet<>();
    Due head;
    while ((head = queue.peek()) != null && !head.at().isAfter(now)) {
      queue.poll();
      if (isEnd(head)) {
        out.add(head.subject());
      }
    }
    return out;
  }

  /** When {@link #due} has something next. */
  Optional<Instant> next() {
    while (true) {
      Due head = queue.peek();
      if (head == null) {
        return Optional.empty();
      }
      if (isEnd(head)) {
        return Optional.of(head.at());
      }
      queue.poll();
    }
  }
}
