package io.readback.layer2.glass;

import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.probe.LinkProbe;
import io.readback.linux.LinuxException;
import io.readback.linux.netlink.NetlinkSocket;
import io.readback.linux.route.LinkAddress;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** A link that can be asked, and the asking machine's own addresses, which it cannot ask for. */
interface AskedLink {
  /** Who answers for each address. */
  SortedMap<IpAddress, SortedSet<MacAddress>> ask(
      String interfaceName, Collection<IpAddress> addresses, Duration wait) throws LinuxException;

  /** The addresses of all interfaces of this machine. */
  SortedSet<IpAddress> own() throws LinuxException;

  /** Asks by sockets made for each look. */
  static AskedLink ofThisHost() {
    return new AskedLink() {
      @Override
      public SortedMap<IpAddress, SortedSet<MacAddress>> ask(
          String interfaceName, Collection<IpAddress> addresses, Duration wait)
          throws LinuxException {
        return LinkProbe.askTheSilentAgain(interfaceName, addresses, wait);
      }

      @Override
      public SortedSet<IpAddress> own() throws LinuxException {
        SortedSet<IpAddress> out = new TreeSet<>();
        try (NetlinkSocket kernel = NetlinkSocket.open(1 << 20)) {
          for (AddressFamily family : AddressFamily.values()) {
            kernel
                .dump(LinkAddress.list(family), LinkAddress::read)
                .forEach(a -> out.add(a.address()));
          }
        }
        return out;
      }
    };
  }
}
