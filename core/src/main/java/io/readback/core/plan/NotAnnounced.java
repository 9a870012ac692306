package io.readback.core.plan;

/** Why an address of a Service is not announced. */
public enum NotAnnounced {
  /** The Service has no address: nothing was allocated to it. */
  NO_ADDRESS,
  /** Its load balancer class belongs to somebody else. */
  FOREIGN_CLASS,
  /** MetalLB's dialect announces addresses of its pools alone, and no pool gave this one. */
  NOT_FROM_A_POOL,
  /** No configuration gives the node a peer, or none of its peers can be used. */
  NO_PEERING_FOR_NODE,
  /** The session does not carry the family of the address. */
  FAMILY_NOT_ON_SESSION,
  /** The peer configuration's family has no selector, or one that matches no advertisement. */
  FAMILY_SELECTS_NO_ADVERTISEMENT,
  /**
   * No advertisement selects the Service. In Cilium's dialect an entry without selector selects
   * none; in MetalLB's the pool, the node, the peer and the Service must all be selected.
   */
  NO_ADVERTISEMENT_SELECTS_SERVICE,
  /** Entries select the Service, but none names this kind of address. */
  ADDRESS_TYPE_NOT_ADVERTISED,
  /** Advertisements give one prefix of the Service different local preferences. */
  CONFLICTING_ADVERTISEMENTS,
  /** The node's condition NetworkUnavailable is True. */
  NODE_NETWORK_UNAVAILABLE,
  /** The node is labelled node.kubernetes.io/exclude-from-external-load-balancers. */
  NODE_EXCLUDED,
  /** The traffic policy is Local and the node has no active endpoint. */
  NO_LOCAL_ENDPOINTS,
  /** There is no active endpoint anywhere, and such Services are not to be routed. */
  NO_ENDPOINTS,
  /** The Service, the peer or the node is drained, and its routes are withdrawn. */
  DRAINED
}
