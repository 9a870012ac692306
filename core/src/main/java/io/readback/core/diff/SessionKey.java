package io.readback.core.diff;

import java.util.Comparator;

/** Names a session in the cluster. */
public record SessionKey(String node, String instance, String peer)
    implements Comparable<SessionKey> {
  private static final Comparator<SessionKey> ORDER =
      Comparator.comparing(SessionKey::node)
          .thenComparing(SessionKey::instance)
          .thenComparing(SessionKey::peer);

  @Override
  public int compareTo(SessionKey other) {
    return ORDER.compare(this, other);
  }

  /** {@code node instance/peer} */
  @Override
  public String toString() {
    return node + " " + instance + "/" + peer;
  }
}
