package io.readback.bgp.bmp;

import io.readback.spi.net.IpAddress;
import java.time.Duration;

/**
 * A collector that is told of our sessions.
 *
 * @param statistics pause between statistics reports; zero: none are sent
 */
public record BmpCollector(IpAddress address, int port, Duration statistics) {
  @Override
  public String toString() {
    return address.isIpv6() ? "[" + address + "]:" + port : address + ":" + port;
  }
}
