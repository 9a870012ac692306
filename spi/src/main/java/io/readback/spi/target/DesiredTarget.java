package io.readback.spi.target;

import io.readback.spi.route.RouteTable;
import java.util.Optional;

/**
 * A target and the routes it should hold.
 *
 * @param down why the target is to be out of use, for the people at its other end too: a BGP
 *     session is ended as an administrative shutdown with this message (RFC 9003) and stays down;
 *     empty: in use. What is down has no routes
 */
public record DesiredTarget(TargetSpec spec, RouteTable routes, Optional<String> down) {
  /** In use. */
  public DesiredTarget(TargetSpec spec, RouteTable routes) {
    this(spec, routes, Optional.empty());
  }
}
