package io.readback.bfd.speaker;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by the moment at which something is due, the soonest first: a binary heap of which each
 * session knows its place, so that a change costs O(log n) and allocates nothing.
 */
final class DeadlineQueue {
  private @Nullable LiveSession[] heap = new LiveSession[16];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The soonest. */
  LiveSession first() {
    LiveSession first = heap[0];
    if (first == null) {
      throw new IllegalStateException("nothing is due");
    }
    return first;
  }

  /**
   * Adds the session or moves it.
   *
   * @param at on the clock of {@link System#nanoTime}
   */
  void put(LiveSession session, long at) {
    session.deadline = at;
    if (session.place < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      session.place = size;
      heap[size++] = session;
    }
    up(session, session.place);
    down(session, session.place);
  }

  void remove(LiveSession session) {
    int place = session.place;
    if (place < 0) {
      return;
    }
    session.place = -1;
    LiveSession last = at(--size);
    heap[size] = null;
    if (last != session) {
      set(last, place);
      up(last, place);
      down(last, last.place);
    }
  }

  private void up(LiveSession session, int from) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) / 2;
      LiveSession above = at(parent);
      if (session.deadline - above.deadline >= 0) {
        break;
      }
      set(above, place);
      place = parent;
    }
    set(session, place);
  }

  private void down(LiveSession session, int from) {
    int place = from;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size && at(child + 1).deadline - at(child).deadline < 0) {
        child++;
      }
      LiveSession below = at(child);
      if (below.deadline - session.deadline >= 0) {
        break;
      }
      set(below, place);
      place = child;
    }
    set(session, place);
  }

  private LiveSession at(int place) {
    LiveSession found = heap[place];
    if (found == null) {
      throw new IllegalStateException("no session at place " + place + " of " + size);
    }
    return found;
  }

  private void set(LiveSession session, int place) {
    heap[place] = session;
    session.place = place;
  }
}
