package io.readback.linux.route;

import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * A nexthop object: either one hop by a gateway on an interface, or a group of such.
 *
 * @param id its number
 * @param protocol who made it
 * @param members of a group, in the order of their ids; empty for a single hop
 * @param resilient whether the group keeps flows on their members as long as it can
 */
public record Nexthop(
    int id,
    int protocol,
    Optional<IpAddress> gateway,
    int interfaceIndex,
    List<Member> members,
    boolean resilient) {
  /**
   * @param weight 1 to 256
   */
  public record Member(int id, int weight) {}

  public Nexthop {
    members = members.stream().sorted((x, y) -> Integer.compareUnsigned(x.id(), y.id())).toList();
  }

  public static Nexthop single(int id, int protocol, IpAddress gateway, int interfaceIndex) {
    return new Nexthop(id, protocol, Optional.of(gateway), interfaceIndex, List.of(), false);
  }

  public static Nexthop group(int id, int protocol, List<Member> members, boolean resilient) {
    return new Nexthop(id, protocol, Optional.empty(), 0, members, resilient);
  }

  public boolean isGroup() {
    return !members.isEmpty();
  }
}
