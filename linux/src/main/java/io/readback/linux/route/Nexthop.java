package io.readback.linux.route;

import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A nexthop object: one hop by a gateway on an interface, or a group of such; without both it drops
 * what it gets.
 *
 * @param id its number
 * @param protocol who made it
 * @param members of a group, in the order of their ids; empty for a single hop
 * @param resilience of a group that keeps flows on their members as long as it can; empty: a group
 *     that spreads flows by their hash alone, and single hops
 */
public record Nexthop(
    int id,
    int protocol,
    Optional<IpAddress> gateway,
    int interfaceIndex,
    List<Member> members,
    Optional<Resilience> resilience) {
  /**
   * @param weight 1 to 256
   */
  public record Member(int id, int weight) {}

  /**
   * How a group keeps flows on their members (kernel document nexthop-group-resilient): each bucket
   * of flows stays with its member until it is idle, or the group has been out of balance for too
   * long.
   *
   * @param buckets 1 to 65535; the kernel does not change it of a group that is there
   * @param idleTimer after which a bucket without packets may move; in steps of 10 ms
   * @param unbalancedTimer after which buckets move though they have packets; 0: never
   */
  public record Resilience(int buckets, Duration idleTimer, Duration unbalancedTimer) {
    public Resilience {
      if (buckets < 1 || buckets > 65_535) {
        throw new IllegalArgumentException("a group has 1 to 65535 buckets but was " + buckets);
      }
    }
  }

  public Nexthop {
    members = members.stream().sorted((x, y) -> Integer.compareUnsigned(x.id(), y.id())).toList();
  }

  public static Nexthop single(int id, int protocol, IpAddress gateway, int interfaceIndex) {
    return new Nexthop(
        id, protocol, Optional.of(gateway), interfaceIndex, List.of(), Optional.empty());
  }

  /** A single hop that drops what it gets. */
  public static Nexthop blackhole(int id, int protocol) {
    return new Nexthop(id, protocol, Optional.empty(), 0, List.of(), Optional.empty());
  }

  public static Nexthop group(
      int id, int protocol, List<Member> members, Optional<Resilience> resilience) {
    return new Nexthop(id, protocol, Optional.empty(), 0, members, resilience);
  }

  public boolean isGroup() {
    return !members.isEmpty();
  }
}
