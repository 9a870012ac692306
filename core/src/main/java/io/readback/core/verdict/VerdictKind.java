package io.readback.core.verdict;

import java.util.Locale;

/** The states of an address at a router, the better one first. */
public enum VerdictKind {
  /** The router's next hops are those expected. */
  VERIFIED,
  /** The expectation changed a moment ago, or nobody has looked since. */
  PENDING,
  /** Some of the expected next hops, and no others. Traffic flows. */
  PARTIAL,
  /** Only graceful restart keeps the route, or what we know of the router is too old. */
  STALE,
  /** Withdrawn, and still there. */
  LINGERING,
  /** A next hop that should not be there. */
  UNEXPECTED,
  /** The router was reached and could not be understood, or nobody reads it. */
  UNKNOWN,
  /** The router cannot be read. Says nothing of the route. */
  UNREACHABLE,
  /** The route came, and the router refuses it. */
  REJECTED,
  /** The sessions that should carry the route are down. */
  SESSION_DOWN,
  /** Not there, and no cause found. */
  MISSING;

  public boolean ok() {
    return this == VERIFIED;
  }

  /** The worse of two. */
  public VerdictKind or(VerdictKind other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The name that documents use: lower case with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
