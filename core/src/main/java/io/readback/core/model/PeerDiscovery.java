package io.readback.core.model;

import io.readback.spi.net.AddressFamily;

/** How a peer is found that is configured without an address. */
public sealed interface PeerDiscovery {
  /** It is the default gateway of a family. */
  record DefaultGateway(AddressFamily family) implements PeerDiscovery {}

  /** It is the router that advertises itself on an interface (RFC 4861). */
  record Unnumbered(String interfaceName) implements PeerDiscovery {}
}
