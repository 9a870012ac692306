package io.readback.bgp.session;

import io.readback.spi.net.IpAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The addresses of the interface that a session goes through. */
final class LinkAddresses {
  private static final int HOST_BITS = 128;

  private LinkAddresses() {}

  /**
   * The global IPv6 address beside a link-local one: of several on the link the lowest, so that it
   * is the same after a restart. Empty where {@code local} is not link-local, or is all there is.
   */
  static Optional<IpAddress> globalBeside(InetAddress local) {
    if (!(local instanceof Inet6Address address) || !address.isLinkLocalAddress()) {
      return Optional.empty();
    }
    try {
      NetworkInterface link = link(address);
      return link == null
          ? Optional.empty()
          : link.getInterfaceAddresses().stream()
              .filter(a -> a.getAddress() instanceof Inet6Address)
              .filter(a -> a.getNetworkPrefixLength() < HOST_BITS)
              .map(a -> IpAddress.of(a.getAddress()))
              .filter(a -> !a.isLinkLocal() && !a.isLoopback())
              .min(Comparator.naturalOrder());
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  private static @Nullable NetworkInterface link(Inet6Address address) throws SocketException {
    NetworkInterface scoped = address.getScopedInterface();
    return scoped != null ? scoped : NetworkInterface.getByIndex(address.getScopeId());
  }
}
