package io.readback.core.model;

import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * An endpoint of an EndpointSlice.
 *
 * @param node the node it runs on; synthetic endpoints have none
 * @param ready absent in the manifest counts as true
 * @param serving absent in the manifest counts as {@code ready}
 * @param terminating absent in the manifest counts as false
 */
public record Endpoint(
    List<IpAddress> addresses,
    Optional<String> node,
    boolean ready,
    boolean serving,
    boolean terminating) {
  public Endpoint {
    addresses = List.copyOf(addresses);
  }
}
