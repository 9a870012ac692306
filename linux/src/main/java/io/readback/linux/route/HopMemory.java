package io.readback.linux.route;

import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers the only hop of the last route, to give the same object to the next one. */
final class HopMemory {
  private @Nullable IpAddress lastGateway;
  private int lastInterface;
  private boolean lastOnlink;
  private List<RouteHop> last = List.of();

  /** The hops of a route that has one at most: none without a gateway and an interface. */
  List<RouteHop> hops(@Nullable IpAddress gateway, int oif, boolean onlink) {
    if (oif != lastInterface || onlink != lastOnlink || !Objects.equals(gateway, lastGateway)) {
      last = make(gateway, oif, onlink);
      lastGateway = gateway;
      lastInterface = oif;
      lastOnlink = onlink;
    }
    return last;
  }

  private static List<RouteHop> make(@Nullable IpAddress gateway, int oif, boolean onlink) {
    return gateway == null && oif == 0
        ? List.of()
        : List.of(new RouteHop(Optional.ofNullable(gateway), oif, 1, onlink));
  }
}
