package io.readback.layer2.own;

import java.util.Set;

/** Which other nodes are there. Asked and told on the thread of the links. */
public interface Liveness {
  /** Replaces the set of nodes that are watched. Those watched before stay as they are known. */
  void watch(Set<String> nodes);

  /**
   * Whether a node is there. One that was not heard of yet counts as there for a while, and one
   * that is not watched always.
   */
  boolean alive(String node);

  /** Nobody watches: every node counts as there, as with MetalLB without its member list. */
  Liveness ASSUMED =
      new Liveness() {
        @Override
        public void watch(Set<String> nodes) {}

        @Override
        public boolean alive(String node) {
          return true;
        }
      };
}
