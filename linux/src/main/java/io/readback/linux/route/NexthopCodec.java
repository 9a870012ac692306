package io.readback.linux.route;

import io.readback.linux.LinuxConstants;
import io.readback.linux.netlink.Netlink;
import io.readback.linux.netlink.NlAttributes;
import io.readback.linux.netlink.NlReader;
import io.readback.linux.netlink.NlRequest;
import io.readback.linux.netlink.NlWriter;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nexthop objects as messages ({@code struct nhmsg}); the kernel has them since 5.3. */
public final class NexthopCodec {
  private static final int NHMSG = 8;
  private static final int GROUP_ENTRY = 8;

  /** The kernel takes and gives times as clock_t, of which there are 100 a second (USER_HZ). */
  private static final int TICK_MILLIS = 10;

  private NexthopCodec() {}

  /** Makes an object, unless one of its id is there. */
  public static NlRequest create(Nexthop nexthop) {
    int flags = Netlink.NLM_F_REQUEST | Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL;
    return (to, sequence) -> write(to, flags, sequence, nexthop);
  }

  /** Replaces the object of this id, or makes it. The type of a group cannot be changed. */
  public static NlRequest replace(Nexthop nexthop) {
    int flags = Netlink.NLM_F_REQUEST | Netlink.NLM_F_CREATE | Netlink.NLM_F_REPLACE;
    return (to, sequence) -> write(to, flags, sequence, nexthop);
  }

  /** Deletes an object, and with it all routes that lead by it. */
  public static NlRequest delete(int id) {
    return (to, sequence) ->
        to.begin(Netlink.RTM_DELNEXTHOP, Netlink.NLM_F_REQUEST, sequence)
            .put32(0)
            .put32(0)
            .attribute(Netlink.NHA_ID, id);
  }

  /** Asks for all. */
  public static NlRequest list() {
    return (to, sequence) ->
        to.begin(Netlink.RTM_GETNEXTHOP, Netlink.NLM_F_REQUEST, sequence).put32(0).put32(0);
  }

  private static void write(NlWriter to, int flags, int sequence, Nexthop n) {
    // a hop has a family even where it drops what it gets, a group has none
    int family =
        n.isGroup()
            ? LinuxConstants.AF_UNSPEC
            : RouteCodec.number(n.gateway().map(IpAddress::family).orElse(AddressFamily.IPV4));
    to.begin(Netlink.RTM_NEWNEXTHOP, flags, sequence)
        .put8(family)
        .put8(0)
        .put8(n.protocol())
        .put8(0)
        .put32(0)
        .attribute(Netlink.NHA_ID, n.id());
    if (n.gateway().isPresent()) {
      to.attribute(Netlink.NHA_OIF, n.interfaceIndex())
          .attribute(Netlink.NHA_GATEWAY, n.gateway().get());
      return;
    }
    if (!n.isGroup()) {
      to.put16(4).put16(Netlink.NHA_BLACKHOLE);
      return;
    }
    int group = to.nest(Netlink.NHA_GROUP);
    for (Nexthop.Member m : n.members()) {
      to.put32(m.id()).put8(m.weight() - 1).put8(0).put16(0);
    }
    to.endNest(group);
    if (n.resilience().isPresent()) {
      Nexthop.Resilience r = n.resilience().get();
      int type = to.nest(Netlink.NHA_GROUP_TYPE);
      to.put16(Netlink.NEXTHOP_GRP_TYPE_RES).endNest(type);
      int settings = to.nest(Netlink.NHA_RES_GROUP | Netlink.NLA_F_NESTED);
      int buckets = to.nest(Netlink.NHA_RES_GROUP_BUCKETS);
      to.put16(r.buckets()).endNest(buckets);
      to.attribute(Netlink.NHA_RES_GROUP_IDLE_TIMER, ticks(r.idleTimer()))
          .attribute(Netlink.NHA_RES_GROUP_UNBALANCED_TIMER, ticks(r.unbalancedTimer()))
          .endNest(settings);
    }
  }

  private static int ticks(Duration time) {
    return (int) (time.toMillis() / TICK_MILLIS);
  }

  private static Duration time(int ticks) {
    return Duration.ofMillis(Integer.toUnsignedLong(ticks) * TICK_MILLIS);
  }

  private static Nexthop.Resilience resilience(NlAttributes a) {
    int buckets = 1;
    Duration idle = Duration.ZERO;
    Duration unbalanced = Duration.ZERO;
    while (a.next()) {
      switch (a.type()) {
        // a group that the kernel is still making has none
        case Netlink.NHA_RES_GROUP_BUCKETS -> buckets = Math.max(1, a.shortAt(0));
        case Netlink.NHA_RES_GROUP_IDLE_TIMER -> idle = time(a.asInt());
        case Netlink.NHA_RES_GROUP_UNBALANCED_TIMER -> unbalanced = time(a.asInt());
        default -> {}
      }
    }
    return new Nexthop.Resilience(buckets, idle, unbalanced);
  }

  /**
   * The object of a message; null where it is about something else.
   *
   * @throws IllegalArgumentException where the message breaks its own lengths
   */
  public static @Nullable Nexthop read(NlReader m) {
    if (m.type() != Netlink.RTM_NEWNEXTHOP && m.type() != Netlink.RTM_DELNEXTHOP) {
      return null;
    }
    int id = 0;
    int oif = 0;
    Optional<IpAddress> gateway = Optional.empty();
    List<Nexthop.Member> members = new ArrayList<>();
    Optional<Nexthop.Resilience> resilience = Optional.empty();
    int protocol = m.byteAt(2);
    NlAttributes a = m.attributes(NHMSG);
    while (a.next()) {
      switch (a.type()) {
        case Netlink.NHA_ID -> id = a.asInt();
        case Netlink.NHA_OIF -> oif = a.asInt();
        case Netlink.NHA_GATEWAY -> gateway = Optional.of(a.asAddress());
        case Netlink.NHA_RES_GROUP -> resilience = Optional.of(resilience(a.nested(0)));
        case Netlink.NHA_GROUP -> {
          for (int at = 0; at + GROUP_ENTRY <= a.length(); at += GROUP_ENTRY) {
            members.add(new Nexthop.Member(a.intAt(at), a.byteAt(at + 4) + 1));
          }
        }
        default -> {}
      }
    }
    return new Nexthop(id, protocol, gateway, oif, members, resilience);
  }
}
