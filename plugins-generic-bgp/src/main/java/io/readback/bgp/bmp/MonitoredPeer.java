package io.readback.bgp.bmp;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.PrefixMap;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A session of a router, and its tables as the router told them.
 *
 * @param distinguisher hexadecimal; zeros where sessions need none
 * @param up whether the session is up
 * @param lastEnd how it ended last; empty: it did not yet
 * @param tables by kind; the routes of a prefix by path identifier
 * @param complete the families of which a table was told to its end (End-of-RIB), by kind
 * @param overflowed whether routes were left out because of the station's limits
 * @param faults messages that did not say what they should
 */
public record MonitoredPeer(
    int type,
    String distinguisher,
    IpAddress address,
    long asn,
    IpAddress bgpIdentifier,
    boolean up,
    String lastEnd,
    Map<MonitoredRib, PrefixMap<List<MonitoredRoute>>> tables,
    Map<MonitoredRib, Set<AddressFamily>> complete,
    boolean overflowed,
    long faults) {
  public MonitoredPeer {
    tables = Collections.unmodifiableMap(copy(tables));
    complete = Collections.unmodifiableMap(copy(complete));
  }

  private static <V> Map<MonitoredRib, V> copy(Map<MonitoredRib, V> from) {
    Map<MonitoredRib, V> out = new EnumMap<>(MonitoredRib.class);
    out.putAll(from);
    return out;
  }

  /** A table; empty where the router tells none of this kind. */
  public PrefixMap<List<MonitoredRoute>> table(MonitoredRib rib) {
    return tables.getOrDefault(rib, PrefixMap.empty());
  }
}
