package io.readback.core.source;

import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import io.readback.core.model.ServiceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Keeps every change, for tests to look at from their own thread. */
final class RecordingListener implements ClusterSource.Listener {
  private final List<ClusterChange> changes = new ArrayList<>();
  private final Set<String> threads = new TreeSet<>();
  private List<Problem> problems = List.of();
  private boolean synced;
  private boolean failing;
  private boolean failed;

  @Override
  public synchronized void changed(ClusterChange change, List<Problem> now, boolean complete) {
    threads.add(Thread.currentThread().getName());
    if (failing) {
      failing = false;
      failed = true;
      throw new IllegalStateException("made to fail");
    }
    changes.add(change);
    problems = now;
    synced = complete;
  }

  synchronized void failOnce() {
    failing = true;
  }

  synchronized boolean failed() {
    return failed;
  }

  synchronized List<ClusterChange> changes() {
    return List.copyOf(changes);
  }

  synchronized ClusterChange last() {
    return changes.get(changes.size() - 1);
  }

  synchronized ClusterState state() {
    return changes.isEmpty() ? ClusterState.EMPTY : last().state();
  }

  synchronized List<Problem> problems() {
    return problems;
  }

  synchronized boolean synced() {
    return synced;
  }

  synchronized Set<String> threads() {
    return Set.copyOf(threads);
  }

  /** Whether a state that came after the Service appeared was without it. */
  synchronized boolean everMissing(ServiceRef ref) {
    boolean seen = false;
    for (ClusterChange change : changes) {
      boolean there = change.state().service(ref).isPresent();
      if (seen && !there) {
        return true;
      }
      seen |= there;
    }
    return false;
  }

  /** Whether a change from that one on counted the Service as touched. */
  synchronized boolean everTouched(ServiceRef ref, int from) {
    return changes.subList(from, changes.size()).stream()
        .anyMatch(change -> change.services().contains(ref));
  }
}
