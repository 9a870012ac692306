package io.readback.spi.target;

/**
 * Names a target on its node, stable over restarts.
 *
 * @param kind what sort of target it is
 * @param owner the group it belongs to: for a BGP session its instance
 * @param name the name within the group: for a BGP session the peer
 */
public record TargetId(TargetKind kind, String owner, String name) implements Comparable<TargetId> {
  @Override
  public int compareTo(TargetId other) {
    int c = kind.compareTo(other.kind);
    c = c != 0 ? c : owner.compareTo(other.owner);
    return c != 0 ? c : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
