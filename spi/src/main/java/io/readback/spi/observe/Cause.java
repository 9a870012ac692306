package io.readback.spi.observe;

/** Why a route is not where it should be, or a session not up. */
public enum Cause {
  // The route was refused or lost on its way through the router.
  /** External session without policy (RFC 8212): updates are discarded. */
  NO_POLICY,
  /** A prefix-list or route-map of the router refused the route. */
  FILTERED,
  /** The router's own AS number is in the AS path. */
  AS_LOOP,
  /** The next hop cannot be resolved by the router. */
  NEXTHOP_UNREACHABLE,
  /** Another protocol's route for the prefix wins in the router. */
  OTHER_PROTOCOL,
  /** The router's RIB filters the route on its way to the kernel. */
  FIB_FILTERED,
  /** The kernel or the hardware refused the route. */
  FIB_REFUSED,
  /** A better path of the same prefix was selected. */
  NOT_SELECTED,
  /** The router uses fewer of the equal paths than there are. */
  MULTIPATH_LIMIT,
  /** Route flap damping or suppression holds the route. */
  DAMPED,
  /** The route is kept only by graceful restart. */
  STALE,
  /** On a link: several machines answer for the address, or one that is none of ours. */
  DUPLICATE_ADDRESS,

  // The session is not up.
  /** The router has no such neighbour. */
  NOT_CONFIGURED,
  /** The neighbour is shut down by the router's administrator. */
  ADMIN_SHUTDOWN,
  /** The router's limit of prefixes was exceeded. */
  MAX_PREFIX,
  /** BFD declared the path down. */
  BFD_DOWN,
  /** The address family is not activated for the neighbour. */
  FAMILY_NOT_ACTIVATED,
  /** The AS numbers in OPEN do not match the configuration. */
  WRONG_AS,
  /** The other side's BGP Identifier is unacceptable. */
  BAD_IDENTIFIER,
  /** The hold time or a capability is unacceptable. */
  OPEN_REFUSED,
  /** No answer, and authentication is configured on one side. */
  AUTHENTICATION,
  /** Nothing answers at the address: firewall, wrong address, no route. */
  NO_ANSWER,
  /** The address answers and refuses the connection: nobody listens. */
  CONNECTION_REFUSED,
  /** Nothing was heard for the hold time. */
  HOLD_TIMER_EXPIRED,
  /** The other side closed the session by a Cease. */
  CEASE,
  /** A message broke the protocol. */
  PROTOCOL_ERROR,
  /** The connection was lost. */
  CONNECTION_LOST,

  // The looking glass could not look.
  /** Credentials were refused. */
  AUTH,
  /** The host key is not the pinned one. */
  HOSTKEY,
  /** No answer in time. */
  TIMEOUT,
  /** The router cannot be reached. */
  UNREACHABLE,
  /** The answer could not be understood or was incomplete. */
  UNREADABLE,

  /** Nothing explains it. */
  UNKNOWN
}
