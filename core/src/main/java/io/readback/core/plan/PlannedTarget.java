package io.readback.core.plan;

import io.readback.core.model.ObjectRef;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.util.Optional;

/**
 * A target of one node with its routes and where it comes from.
 *
 * @param configuredBy the cluster configuration or node configuration that makes it
 * @param peerConfig the peer configuration it uses; empty: defaults
 * @param announcer the announcer asked for by name
 * @param speakerAddress what the router knows our speaker by, as far as that is known here: the
 *     configured local address, else the node's internal address of the peer's family
 * @param drain of the session or its node, where there is one
 */
public record PlannedTarget(
    DesiredTarget desired,
    ObjectRef configuredBy,
    Optional<String> peerConfig,
    Optional<String> announcer,
    Optional<IpAddress> speakerAddress,
    Optional<SessionDrain> drain) {
  public TargetId id() {
    return desired.spec().id();
  }

  /** The same with these routes. */
  PlannedTarget with(RouteTable routes) {
    return routes == desired.routes()
        ? this
        : new PlannedTarget(
            new DesiredTarget(desired.spec(), routes, desired.down()),
            configuredBy,
            peerConfig,
            announcer,
            speakerAddress,
            drain);
  }

  public boolean isSession() {
    return desired.spec() instanceof BgpSession;
  }

  /** Of a target that is a session; {@link NodePlan#sessions} has no others. */
  public BgpSession session() {
    return (BgpSession) desired.spec();
  }
}
