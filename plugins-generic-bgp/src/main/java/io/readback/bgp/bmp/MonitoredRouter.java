package io.readback.bgp.bmp;

import io.readback.spi.net.IpAddress;
import java.time.Instant;
import java.util.List;

/**
 * A router that is connected to the station.
 *
 * @param name its sysName; empty: it did not say
 * @param description its sysDescr; empty: it did not say
 * @param since when it connected
 * @param peers in the order they were told
 */
public record MonitoredRouter(
    IpAddress address,
    int port,
    String name,
    String description,
    Instant since,
    List<MonitoredPeer> peers) {
  public MonitoredRouter {
    peers = List.copyOf(peers);
  }
}
