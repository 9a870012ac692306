package io.readback.layer2.own;

import io.readback.spi.target.LinkMember;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which other nodes are there. For one thread, the one that {@link Claims} live on. */
public interface Liveness extends AutoCloseable {
  /** Replaces the nodes that are watched, by name. Of those that stay, what is known stays. */
  void watch(SortedMap<String, LinkMember> nodes);

  /**
   * Whether a node is there. One that was not heard of yet counts as there for a while, and one
   * that is not watched always.
   */
  boolean alive(String node);

  /** What changed since it was asked last. */
  Change take();

  @Override
  void close();

  /** Nodes that are no longer there, and nodes that are again. */
  record Change(SortedSet<String> died, SortedSet<String> returned) {
    public static final Change NONE = new Change(new TreeSet<>(), new TreeSet<>());

    public Change {
      died = Collections.unmodifiableSortedSet(new TreeSet<>(died));
      returned = Collections.unmodifiableSortedSet(new TreeSet<>(returned));
    }

    public boolean isNone() {
      return died.isEmpty() && returned.isEmpty();
    }
  }

  /** Nobody watches: every node counts as there, as with MetalLB without its member list. */
  Liveness ASSUMED =
      new Liveness() {
        @Override
        public void watch(SortedMap<String, LinkMember> nodes) {}

        @Override
        public boolean alive(String node) {
          return true;
        }

        @Override
        public Change take() {
          return Change.NONE;
        }

        @Override
        public void close() {}
      };
}
