package io.readback.core.plan;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The nodes that may announce something.
 *
 * @param everywhere all nodes; {@code nodes} is empty then
 */
record Reach(boolean everywhere, SortedSet<String> nodes) {
  static final Reach EVERYWHERE = new Reach(true, new TreeSet<>());
  static final Reach NOWHERE = new Reach(false, new TreeSet<>());

  Reach {
    nodes = Collections.unmodifiableSortedSet(nodes);
  }

  static Reach of(SortedSet<String> nodes) {
    return nodes.isEmpty() ? NOWHERE : new Reach(false, nodes);
  }

  boolean includes(String node) {
    return everywhere || nodes.contains(node);
  }

  boolean isNowhere() {
    return !everywhere && nodes.isEmpty();
  }

  /** This reach among these nodes only. */
  Reach within(SortedSet<String> members) {
    if (everywhere) {
      return members.isEmpty() ? NOWHERE : this;
    }
    SortedSet<String> left = new TreeSet<>(nodes);
    left.retainAll(members);
    return of(left);
  }
}
