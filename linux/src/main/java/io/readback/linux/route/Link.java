package io.readback.linux.route;

import io.readback.linux.netlink.Netlink;
import io.readback.linux.netlink.NlAttributes;
import io.readback.linux.netlink.NlReader;
import io.readback.linux.netlink.NlRequest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A network interface.
 *
 * @param flags IFF_UP, IFF_RUNNING and so on
 * @param hardwareAddress hexadecimal with colons; empty where it has none
 * @param master index of the bridge or bond it is a port of; 0: none
 */
public record Link(int index, String name, int flags, String hardwareAddress, int master) {
  private static final int IFINFOMSG = 16;
  private static final HexFormat HEX = HexFormat.ofDelimiter(":");

  /** Whether it is up and its carrier too. */
  public boolean isRunning() {
    int wanted = Netlink.IFF_UP | Netlink.IFF_RUNNING;
    return (flags & wanted) == wanted;
  }

  /** Asks for all. */
  public static NlRequest list() {
    return (to, sequence) ->
        to.begin(Netlink.RTM_GETLINK, Netlink.NLM_F_REQUEST, sequence)
            .put32(0)
            .put32(0)
            .put32(0)
            .put32(0);
  }

  /**
   * The interface of a message; null where it is about something else.
   *
   * @throws IllegalArgumentException where the message breaks its own lengths
   */
  public static @Nullable Link read(NlReader m) {
    // of the family AF_BRIDGE come messages about bridge ports
    if ((m.type() != Netlink.RTM_NEWLINK && m.type() != Netlink.RTM_DELLINK) || m.byteAt(0) != 0) {
      return null;
    }
    String name = "";
    String hardware = "";
    int master = 0;
    NlAttributes a = m.attributes(IFINFOMSG);
    while (a.next()) {
      if (a.type() == Netlink.IFLA_IFNAME) {
        name = a.asText();
      } else if (a.type() == Netlink.IFLA_ADDRESS) {
        hardware = HEX.formatHex(a.asBytes());
      } else if (a.type() == Netlink.IFLA_MASTER) {
        master = a.asInt();
      }
    }
    return new Link(m.intAt(4), name, m.intAt(8), hardware, master);
  }
}
