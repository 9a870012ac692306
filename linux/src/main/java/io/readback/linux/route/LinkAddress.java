package io.readback.linux.route;

import io.readback.linux.netlink.Netlink;
import io.readback.linux.netlink.NlAttributes;
import io.readback.linux.netlink.NlReader;
import io.readback.linux.netlink.NlRequest;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * An address of an interface.
 *
 * @param address the host's own
 * @param subnet what is on the link
 */
public record LinkAddress(int interfaceIndex, IpAddress address, IpPrefix subnet) {
  private static final int IFADDRMSG = 8;

  /** Asks for all of a family. */
  public static NlRequest list(AddressFamily family) {
    return (to, sequence) ->
        to.begin(Netlink.RTM_GETADDR, Netlink.NLM_F_REQUEST, sequence)
            .put8(RouteCodec.number(family))
            .put8(0)
            .put8(0)
            .put8(0)
            .put32(0);
  }

  /**
   * The address of a message; null where it is about something else.
   *
   * @throws IllegalArgumentException where the message breaks its own lengths
   */
  public static @Nullable LinkAddress read(NlReader m) {
    if (m.type() != Netlink.RTM_NEWADDR && m.type() != Netlink.RTM_DELADDR) {
      return null;
    }
    AddressFamily family = RouteCodec.family(m.byteAt(0));
    if (family == null || m.byteAt(1) > family.bits()) {
      return null;
    }
    IpAddress local = null;
    IpAddress other = null;
    NlAttributes a = m.attributes(IFADDRMSG);
    while (a.next()) {
      if (a.type() == Netlink.IFA_LOCAL) {
        local = a.addressAt(0, family);
      } else if (a.type() == Netlink.IFA_ADDRESS) {
        other = a.addressAt(0, family);
      }
    }
    // on point-to-point links IFA_ADDRESS is the other end, and its prefix is what is on the link
    IpAddress subnet = other == null ? local : other;
    IpAddress own = local == null ? other : local;
    return own == null || subnet == null
        ? null
        : new LinkAddress(m.intAt(4), own, IpPrefix.containing(subnet, m.byteAt(1)));
  }
}
