package io.readback.core.plan;

import io.readback.core.model.ServiceRef;
import io.readback.spi.target.TargetId;

/** What is drained as one, beginning at one moment. */
sealed interface DrainSubject {
  /** A Service, by its annotation. */
  record OfService(ServiceRef service) implements DrainSubject {}

  /** A Service's routes on the sessions that a BgpRouteSettings selects. */
  record OfRoutes(ServiceRef service, String settings) implements DrainSubject {}

  /** A node, by its annotation. */
  record OfNode(String node) implements DrainSubject {}

  /** All sessions of a node, by an order to its agent. */
  record OfAgent(String node) implements DrainSubject {}

  /** A session, by BgpPeerSettings. */
  record OfSession(String node, TargetId session) implements DrainSubject {}
}
