package io.readback.core.diff;

import java.util.Comparator;

/**
 * Names a set of routes in the kernel of a node.
 *
 * @param target as the node's announcer knows it
 */
public record KernelKey(String node, String target) implements Comparable<KernelKey> {
  private static final Comparator<KernelKey> ORDER =
      Comparator.comparing(KernelKey::node).thenComparing(KernelKey::target);

  @Override
  public int compareTo(KernelKey other) {
    return ORDER.compare(this, other);
  }
}
