package io.readback.bench.link;

/** How the node that answers for a VIP fails. */
public enum FailureKind {
  /** Its agent is killed; the node itself and its kernel live on. */
  KILL,
  /** The node is cut off from the link, and its interface stays up: what a dead node looks like. */
  CUT
}
