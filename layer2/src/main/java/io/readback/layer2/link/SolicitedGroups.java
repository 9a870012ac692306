package io.readback.layer2.link;

import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.socket.UdpSocket;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Membership of an interface in solicited-node groups. Joined through a UDP socket that nobody
 * sends to: the kernel reports the membership by MLD then, which switches with snooping need, and
 * has the interface take the group's frames. How many groups one socket takes is limited
 * (net.core.optmem_max), so there are as many sockets as it takes.
 */
final class SolicitedGroups implements AutoCloseable {
  private final int interfaceIndex;
  private final List<UdpSocket> sockets = new ArrayList<>();
  private final Map<IpAddress, UdpSocket> joined = new HashMap<>();

  SolicitedGroups(int interfaceIndex) {
    this.interfaceIndex = interfaceIndex;
  }

  /** Makes the interface a member of exactly these groups. */
  void replace(SortedSet<IpAddress> groups) throws LinuxException {
    SortedSet<IpAddress> left = new TreeSet<>(joined.keySet());
    left.removeAll(groups);
    for (IpAddress group : left) {
      UdpSocket socket = joined.remove(group);
      if (socket != null) {
        socket.leaveGroup(group, interfaceIndex);
      }
    }
    for (IpAddress group : groups) {
      if (!joined.containsKey(group)) {
        join(group);
      }
    }
  }

  private void join(IpAddress group) throws LinuxException {
    if (!sockets.isEmpty()) {
      UdpSocket last = sockets.get(sockets.size() - 1);
      try {
        last.joinGroup(group, interfaceIndex);
        joined.put(group, last);
        return;
      } catch (LinuxException e) {
        if (!e.is(Errno.ENOBUFS) && !e.is(Errno.ENOMEM)) {
          throw e;
        }
      }
    }
    UdpSocket next = UdpSocket.open(AddressFamily.IPV6);
    sockets.add(next);
    next.joinGroup(group, interfaceIndex);
    joined.put(group, next);
  }

  @Override
  public void close() {
    sockets.forEach(UdpSocket::close);
    sockets.clear();
    joined.clear();
  }
}
