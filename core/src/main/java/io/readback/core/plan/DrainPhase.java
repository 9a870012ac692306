package io.readback.core.plan;

/** How far a drain is, in order of progress. */
public enum DrainPhase {
  /** Nothing is drained. */
  NONE,
  /** Routes are announced with the least preference. */
  DRAINING,
  /** Routes are withdrawn; where a peer or a node is drained, its sessions are down. */
  DRAINED;

  DrainPhase further(DrainPhase other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
