package io.readback.bgp.interop;

import io.readback.bgp.bmp.BmpStation;
import io.readback.bgp.bmp.MonitoredPeer;
import io.readback.bgp.bmp.MonitoredRouter;
import io.readback.bgp.bmp.StationLimits;
import io.readback.spi.net.IpAddress;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * A BMP station for a node of the lab: listens at an address and a port, and answers each line of
 * input with one line of what routers told.
 */
final class NodeStationMain {
  private NodeStationMain() {}

  public static void main(String[] args) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (BmpStation station =
        BmpStation.listen(
            IpAddress.parse(args[0]),
            Integer.parseInt(args[1]),
            StationLimits.DEFAULT,
            InstantSource.system(),
            System.getLogger("bmp"),
            () -> {})) {
      String line;
      while ((line = in.readLine()) != null) {
        StringBuilder out = new StringBuilder(line);
        for (MonitoredRouter router : station.routers()) {
          out.append(" router ").append(router.address());
          router.peers().forEach(peer -> append(out, peer));
        }
        System.out.println(out);
      }
    }
  }

  private static void append(StringBuilder out, MonitoredPeer peer) {
    out.append(" peer ").append(peer.address()).append(" AS").append(peer.asn());
    out.append(peer.up() ? " up" : " down (" + peer.lastEnd() + ")");
    out.append(" faults=").append(peer.faults());
    peer.tables().forEach((rib, table) -> out.append(' ').append(rib).append(table.keys()));
  }
}
