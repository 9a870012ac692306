package io.readback.linux.route;

import io.readback.linux.netlink.Netlink;
import io.readback.linux.netlink.NlAttributes;
import io.readback.linux.netlink.NlReader;
import io.readback.linux.netlink.NlRequest;
import io.readback.spi.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** On which interface a gateway is, by the kernel's own decision. */
public final class GatewayLookup {
  private static final int RTMSG = 12;

  private GatewayLookup() {}

  /** Asks by which route the kernel would send to an address. */
  public static NlRequest of(IpAddress gateway) {
    return (to, sequence) ->
        to.begin(Netlink.RTM_GETROUTE, Netlink.NLM_F_REQUEST, sequence)
            .put8(RouteCodec.number(gateway.family()))
            .put8(gateway.family().bits())
            .put8(0)
            .put8(0)
            .put8(0)
            .put8(0)
            .put8(0)
            .put8(0)
            .put32(0)
            .attribute(Netlink.RTA_DST, gateway);
  }

  /**
   * The index of the interface that the address is on; 0 where it is behind another gateway, the
   * host's own, or not reachable. Null where the message is about something else.
   *
   * @throws IllegalArgumentException where the message breaks its own lengths
   */
  public static @Nullable Integer read(NlReader m) {
    if (m.type() != Netlink.RTM_NEWROUTE) {
      return null;
    }
    if (m.byteAt(7) != Netlink.RTN_UNICAST) {
      return 0;
    }
    int oif = 0;
    NlAttributes a = m.attributes(RTMSG);
    while (a.next()) {
      switch (a.type()) {
        case Netlink.RTA_OIF -> oif = a.asInt();
        case Netlink.RTA_GATEWAY, Netlink.RTA_VIA -> {
          return 0;
        }
        default -> {}
      }
    }
    return oif;
  }
}
