package io.readback.linux.route;

import io.readback.linux.LinuxConstants;
import io.readback.linux.netlink.Netlink;
import io.readback.linux.netlink.NlAttributes;
import io.readback.linux.netlink.NlReader;
import io.readback.linux.netlink.NlRequest;
import io.readback.linux.netlink.NlWriter;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Routes as messages ({@code struct rtmsg}). */
public final class RouteCodec {
  private static final int RTMSG = 12;
  private static final int RTNEXTHOP = 8;
  private static final int CREATE =
      Netlink.NLM_F_REQUEST | Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL;

  private RouteCodec() {}

  /** Makes a route, unless one of its key is there, whosever it is. */
  public static NlRequest create(KernelRoute route) {
    return (to, sequence) -> write(to, Netlink.RTM_NEWROUTE, CREATE, sequence, route);
  }

  /**
   * Replaces the route of this key, which must be there. The kernel does not look at whose it is:
   * only for keys known to be ours.
   */
  public static NlRequest replace(KernelRoute route) {
    int flags = Netlink.NLM_F_REQUEST | Netlink.NLM_F_REPLACE;
    return (to, sequence) -> write(to, Netlink.RTM_NEWROUTE, flags, sequence, route);
  }

  /** Deletes the route of this key that this protocol made, and no other's. */
  public static NlRequest delete(RouteKey key, int protocol) {
    return (to, sequence) -> {
      header(
          to,
          Netlink.RTM_DELROUTE,
          Netlink.NLM_F_REQUEST,
          sequence,
          key,
          protocol,
          0,
          Netlink.RT_SCOPE_NOWHERE);
      // the kernel takes metric 0 for "any"
      if (key.metric() != 0) {
        to.attribute(Netlink.RTA_PRIORITY, key.metric());
      }
    };
  }

  /**
   * Asks for the routes of a family.
   *
   * @param table 0: of all tables
   * @param protocol 0: of all protocols. Kernels before 4.20 do not filter: compare again
   */
  public static NlRequest list(AddressFamily family, int table, int protocol) {
    return (to, sequence) -> {
      to.begin(Netlink.RTM_GETROUTE, Netlink.NLM_F_REQUEST, sequence)
          .put8(number(family))
          .put8(0)
          .put8(0)
          .put8(0)
          .put8(0)
          .put8(protocol)
          .put8(0)
          .put8(0)
          .put32(0);
      if (table != 0) {
        to.attribute(Netlink.RTA_TABLE, table);
      }
    };
  }

  static int number(AddressFamily family) {
    return family == AddressFamily.IPV4 ? LinuxConstants.AF_INET : LinuxConstants.AF_INET6;
  }

  static @Nullable AddressFamily family(int number) {
    return switch (number) {
      case LinuxConstants.AF_INET -> AddressFamily.IPV4;
      case LinuxConstants.AF_INET6 -> AddressFamily.IPV6;
      default -> null;
    };
  }

  private static void header(
      NlWriter to,
      int message,
      int flags,
      int sequence,
      RouteKey key,
      int protocol,
      int type,
      int scope) {
    boolean small = key.table() > 0 && key.table() < 256;
    to.begin(message, flags, sequence)
        .put8(number(key.prefix().family()))
        .put8(key.prefix().length())
        .put8(0)
        .put8(key.tos())
        .put8(small ? key.table() : Netlink.RT_TABLE_UNSPEC)
        .put8(protocol)
        .put8(scope)
        .put8(type)
        .put32(0);
    if (!small) {
      to.attribute(Netlink.RTA_TABLE, key.table());
    }
    to.attribute(Netlink.RTA_DST, key.prefix());
  }

  private static void write(NlWriter to, int message, int flags, int sequence, KernelRoute r) {
    header(to, message, flags, sequence, r.key(), r.protocol(), r.type().value(), scope(r));
    if (r.key().metric() != 0) {
      to.attribute(Netlink.RTA_PRIORITY, r.key().metric());
    }
    if (r.nexthopId() != 0) {
      to.attribute(Netlink.RTA_NH_ID, r.nexthopId());
    } else if (r.hops().size() == 1) {
      RouteHop hop = r.hops().get(0);
      hop(to, hop, r.key().prefix().family());
      if (hop.interfaceIndex() != 0) {
        to.attribute(Netlink.RTA_OIF, hop.interfaceIndex());
      }
    } else if (r.hops().size() > 1) {
      int multipath = to.nest(Netlink.RTA_MULTIPATH);
      for (RouteHop hop : r.hops()) {
        int start = to.position();
        to.put16(0)
            .put8(hop.onlink() ? Netlink.RTNH_F_ONLINK : 0)
            .put8(hop.weight() - 1)
            .put32(hop.interfaceIndex());
        hop(to, hop, r.key().prefix().family());
        to.patch16(start, to.position() - start);
      }
      to.endNest(multipath);
    }
  }

  private static void hop(NlWriter to, RouteHop hop, AddressFamily family) {
    if (hop.gateway().isEmpty()) {
      return;
    }
    IpAddress gateway = hop.gateway().get();
    if (gateway.family() == family) {
      to.attribute(Netlink.RTA_GATEWAY, gateway);
    } else {
      int via = to.nest(Netlink.RTA_VIA);
      to.put16(number(gateway.family())).put(gateway);
      to.endNest(via);
    }
  }

  /** The scope that iproute2 chooses. IPv6 has none. */
  private static int scope(KernelRoute r) {
    if (r.key().prefix().isIpv6()) {
      return Netlink.RT_SCOPE_UNIVERSE;
    }
    return switch (r.type()) {
      case LOCAL -> Netlink.RT_SCOPE_HOST;
      case UNICAST ->
          r.nexthopId() == 0 && r.hops().stream().allMatch(h -> h.gateway().isEmpty())
              ? Netlink.RT_SCOPE_LINK
              : Netlink.RT_SCOPE_UNIVERSE;
      case BLACKHOLE, UNREACHABLE, PROHIBIT -> Netlink.RT_SCOPE_UNIVERSE;
    };
  }

  /**
   * The route of a message; null where it is none of unicast: of another family, from the route
   * cache, or of a type that {@link RouteType} does not list.
   *
   * @throws IllegalArgumentException where the message breaks its own lengths
   */
  public static @Nullable KernelRoute read(NlReader m) {
    return read(m, new HopMemory());
  }

  /**
   * The same.
   *
   * @param memory shares the hops of routes that lead as the one before did: a list of a million
   *     has few ways
   */
  static @Nullable KernelRoute read(NlReader m, HopMemory memory) {
    if (m.type() != Netlink.RTM_NEWROUTE && m.type() != Netlink.RTM_DELROUTE) {
      return null;
    }
    AddressFamily family = family(m.byteAt(0));
    RouteType type = RouteType.find(m.byteAt(7));
    int length = m.byteAt(1);
    int flags = m.intAt(8);
    if (family == null
        || type == null
        || (flags & Netlink.RTM_F_CLONED) != 0
        || length > family.bits()) {
      return null;
    }
    int table = m.byteAt(4);
    IpAddress destination = family == AddressFamily.IPV4 ? ANY_IPV4 : ANY_IPV6;
    int metric = 0;
    int nexthopId = 0;
    IpAddress gateway = null;
    int oif = 0;
    List<RouteHop> hops = null;
    int deadHops = (flags & DEAD) != 0 ? 1 : 0;
    NlAttributes a = m.attributes(RTMSG);
    while (a.next()) {
      switch (a.type()) {
        case Netlink.RTA_DST -> destination = a.addressAt(0, family);
        case Netlink.RTA_PRIORITY -> metric = a.asInt();
        case Netlink.RTA_TABLE -> table = a.asInt();
        case Netlink.RTA_OIF -> oif = a.asInt();
        case Netlink.RTA_GATEWAY -> gateway = a.addressAt(0, family);
        case Netlink.RTA_VIA -> gateway = via(a);
        case Netlink.RTA_NH_ID -> nexthopId = a.asInt();
        case Netlink.RTA_MULTIPATH -> {
          hops = hops == null ? new ArrayList<>() : hops;
          deadHops += multipath(a, family, hops);
        }
        default -> {}
      }
    }
    if (hops == null || hops.isEmpty()) {
      hops = memory.hops(gateway, oif, (flags & Netlink.RTNH_F_ONLINK) != 0);
    }
    return new KernelRoute(
        new RouteKey(table, IpPrefix.containing(destination, length), m.byteAt(3), metric),
        m.byteAt(5),
        type,
        nexthopId,
        hops,
        deadHops > 0 && deadHops >= hops.size());
  }

  private static final IpAddress ANY_IPV4 = IpAddress.ofIpv4(0);
  private static final IpAddress ANY_IPV6 = IpAddress.ofBits(AddressFamily.IPV6, 0, 0);
  private static final int DEAD = Netlink.RTNH_F_DEAD | Netlink.RTNH_F_LINKDOWN;

  private static @Nullable IpAddress via(NlAttributes a) {
    AddressFamily family = family(a.shortAt(0));
    return family == null ? null : a.addressAt(2, family);
  }

  /** Reads the hops and answers how many of them are dead. */
  private static int multipath(NlAttributes a, AddressFamily family, List<RouteHop> out) {
    int dead = 0;
    int at = 0;
    while (a.length() - at >= RTNEXTHOP) {
      int length = a.shortAt(at);
      if (length < RTNEXTHOP || length > a.length() - at) {
        throw new IllegalArgumentException("a next hop of %d bytes".formatted(length));
      }
      IpAddress gateway = null;
      NlAttributes inner = a.nested(at + RTNEXTHOP, length - RTNEXTHOP);
      while (inner.next()) {
        if (inner.type() == Netlink.RTA_GATEWAY) {
          gateway = inner.addressAt(0, family);
        } else if (inner.type() == Netlink.RTA_VIA) {
          gateway = via(inner);
        }
      }
      int flags = a.byteAt(at + 2);
      dead += (flags & DEAD) != 0 ? 1 : 0;
      out.add(
          new RouteHop(
              Optional.ofNullable(gateway),
              a.intAt(at + 4),
              a.byteAt(at + 3) + 1,
              (flags & Netlink.RTNH_F_ONLINK) != 0));
      at += (length + 3) & ~3;
    }
    return dead;
  }
}
