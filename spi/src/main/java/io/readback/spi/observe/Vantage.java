package io.readback.spi.observe;

/** How far a route is known to have got; each step is a claim by a different witness. */
public enum Vantage {
  /** The VIP belongs to the Service. */
  ALLOCATED,
  /** The announcer took the route as its target. */
  ACCEPTED,
  /** Written to the session with the peer. */
  ADVERTISED,
  /** In the router's Adj-RIB-In. */
  RECEIVED,
  /** Among the router's best paths. */
  SELECTED,
  /** In the router's forwarding table. */
  INSTALLED
}
