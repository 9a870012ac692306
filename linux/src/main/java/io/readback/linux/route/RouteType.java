package io.readback.linux.route;

import io.readback.linux.netlink.Netlink;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  private static final @Nullable RouteType[] BY_VALUE = new RouteType[16];

  static {
    for (RouteType type : values()) {
      BY_VALUE[type.value] = type;
    }
  }

  private final int value;

  RouteType(int value) {
    this.value = value;
  }

  public int value() {
    return value;
  }

  /** The type with this number; empty for those that nobody here makes or reads. */
  public static Optional<RouteType> of(int value) {
    return Optional.ofNullable(find(value));
  }

  static @Nullable RouteType find(int value) {
    return value >= 0 && value < BY_VALUE.length ? BY_VALUE[value] : null;
  }
}
