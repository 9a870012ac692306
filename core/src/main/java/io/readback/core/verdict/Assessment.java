package io.readback.core.verdict;

import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.Finding;
import java.util.List;
import java.util.SortedSet;

/**
 * What one picture of a router says of one route, regardless of time.
 *
 * @param seen the next hops at the farthest vantage that was looked at
 * @param hops each expected next hop
 * @param findings what the router said about those that are not there
 */
record Assessment(
    VerdictKind kind,
    String reason,
    String message,
    SortedSet<IpAddress> seen,
    List<HopState> hops,
    List<Finding> findings) {
  Assessment {
    hops = List.copyOf(hops);
    findings = List.copyOf(findings);
  }
}
