package io.readback.kernel.announce;

import io.readback.kernel.ledger.GroupSupport;
import io.readback.kernel.ledger.NexthopIds;
import io.readback.linux.LinuxException;
import io.readback.linux.netlink.BatchResult;
import io.readback.linux.netlink.NetlinkSocket;
import io.readback.linux.netlink.NlRequest;
import io.readback.linux.route.Nexthop;
import io.readback.linux.route.NexthopCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out which nexthop groups the kernel has, by making some and deleting them again. */
final class GroupProbe {
  private static final int NUMBERS = 1 << 20;

  private GroupProbe() {}

  /**
   * @param mayWrite false: what the kernel lists is all there is to go by
   */
  static GroupSupport probe(NetlinkSocket socket, int protocol, boolean mayWrite)
      throws LinuxException {
    Set<Integer> taken = new HashSet<>();
    try {
      socket.dump(NexthopCodec.list(), NexthopCodec::read).forEach(n -> taken.add(n.id()));
    } catch (LinuxException e) {
      // EOPNOTSUPP before Linux 5.3
      return GroupSupport.NONE;
    }
    if (!mayWrite) {
      return GroupSupport.PLAIN;
    }
    List<Integer> ids = new ArrayList<>();
    // from the end of our numbers: those in use begin at the other
    for (int id = NexthopIds.first(protocol) + NUMBERS - 1; ids.size() < 3; id--) {
      if (!taken.contains(id)) {
        ids.add(id);
      }
    }
    List<Nexthop.Member> member = List.of(new Nexthop.Member(ids.get(0), 1));
    List<NlRequest> make =
        List.of(
            NexthopCodec.create(Nexthop.blackhole(ids.get(0), protocol)),
            NexthopCodec.create(Nexthop.group(ids.get(1), protocol, member, Optional.empty())),
            NexthopCodec.create(
                Nexthop.group(
                    ids.get(2),
                    protocol,
                    member,
                    Optional.of(new Nexthop.Resilience(8, Duration.ZERO, Duration.ZERO)))));
    BatchResult made = socket.execute(make);
    List<NlRequest> delete = new ArrayList<>();
    for (int i = make.size() - 1; i >= 0; i--) {
      if (!made.errors().containsKey(i)) {
        delete.add(NexthopCodec.delete(ids.get(i)));
      }
    }
    socket.execute(delete);
    if (!made.unknown().isEmpty() || made.errors().containsKey(1)) {
      return GroupSupport.NONE;
    }
    return made.errors().containsKey(2) ? GroupSupport.PLAIN : GroupSupport.RESILIENT;
  }
}
