package io.readback.linux.route;

import io.readback.spi.net.IpAddress;
import java.util.Comparator;
import java.util.Optional;

/**
 * One way that a route leads.
 *
 * @param gateway the next router, of either family; empty: the destination is on the link
 * @param interfaceIndex 0: the kernel finds the interface by the gateway
 * @param weight share of the traffic among several, 1 to 256
 * @param onlink whether the gateway is on the link though no address says so
 */
public record RouteHop(
    Optional<IpAddress> gateway, int interfaceIndex, int weight, boolean onlink) {
  /** By gateway, then interface. */
  public static final Comparator<RouteHop> ORDER =
      Comparator.comparing(
              (RouteHop h) -> h.gateway,
              Comparator.comparing(
                  o -> o.orElse(null), Comparator.nullsFirst(Comparator.naturalOrder())))
          .thenComparingInt(RouteHop::interfaceIndex)
          .thenComparingInt(RouteHop::weight);

  public RouteHop {
    if (weight < 1 || weight > 256) {
      throw new IllegalArgumentException("a weight is 1 to 256 but was " + weight);
    }
  }

  public static RouteHop via(IpAddress gateway) {
    return new RouteHop(Optional.of(gateway), 0, 1, false);
  }

  public static RouteHop device(int interfaceIndex) {
    return new RouteHop(Optional.empty(), interfaceIndex, 1, false);
  }

  public RouteHop withWeight(int value) {
    return new RouteHop(gateway, interfaceIndex, value, onlink);
  }
}
