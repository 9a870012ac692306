package io.readback.linux.route;

import io.readback.linux.netlink.Netlink;
import java.util.Optional;

/** What the kernel does with a packet for a route. */
public enum RouteType {
  /** Sends it on. */
  UNICAST(Netlink.RTN_UNICAST),
  /** Takes it as its own. */
  LOCAL(Netlink.RTN_LOCAL),
  /** Drops it silently. */
  BLACKHOLE(Netlink.RTN_BLACKHOLE),
  /** Drops it and says so to the sender. */
  UNREACHABLE(Netlink.RTN_UNREACHABLE),
  PROHIBIT(Netlink.RTN_PROHIBIT);

  private final int value;

  RouteType(int value) {
    this.value = value;
  }

  public int value() {
    return value;
  }

  /** The type with this number; empty for those that nobody here makes or reads. */
  public static Optional<RouteType> of(int value) {
    for (RouteType type : values()) {
      if (type.value == value) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
