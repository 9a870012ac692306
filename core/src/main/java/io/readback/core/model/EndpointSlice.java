package io.readback.core.model;

import io.readback.spi.net.AddressFamily;
import java.util.List;

/** A part of a Service's endpoints. */
public record EndpointSlice(
    String name,
    ServiceRef service,
    AddressFamily family,
    List<Endpoint> endpoints,
    Origin origin) {
  public EndpointSlice {
    endpoints = List.copyOf(endpoints);
  }
}
