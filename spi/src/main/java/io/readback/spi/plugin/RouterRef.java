package io.readback.spi.plugin;

import io.readback.spi.net.IpAddress;
import java.util.List;

/**
 * The router a looking glass reads.
 *
 * @param addresses what our speakers know it by, the first being the main one
 */
public record RouterRef(String name, List<IpAddress> addresses) {
  public RouterRef {
    addresses = List.copyOf(addresses);
  }
}
