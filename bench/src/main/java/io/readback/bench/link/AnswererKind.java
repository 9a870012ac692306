package io.readback.bench.link;

/** What answers for the VIPs on the node under load. */
public enum AnswererKind {
  /** Nobody: what the questions alone cost the machine. */
  NOBODY,
  /** The speaker of the announcer {@code layer2}. */
  READBACK,
  /** Its responder behind a socket that takes every frame. */
  UNFILTERED,
  /** The node's kernel, which has the VIPs as local addresses. */
  KERNEL
}
