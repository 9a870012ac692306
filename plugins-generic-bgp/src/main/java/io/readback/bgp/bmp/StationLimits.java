package io.readback.bgp.bmp;

/**
 * Bounds of a station. A router beyond the first is refused; peers and routes beyond the others are
 * left out, and the router's peer shows that.
 *
 * @param routers connections at a time
 * @param peers of one router
 * @param routes of one router, over all peers and tables
 */
public record StationLimits(int routers, int peers, long routes) {
  /** 64 routers with 1000 peers and 2,000,000 routes each. */
  public static final StationLimits DEFAULT = new StationLimits(64, 1000, 2_000_000);
}
