package io.readback.kernel.ledger;

/** Which nexthop groups a kernel has. */
public enum GroupSupport {
  NONE,
  /** Linux 5.3 and later. */
  PLAIN,
  /** Linux 5.13 and later: groups that keep flows on their members, too. */
  RESILIENT
}
