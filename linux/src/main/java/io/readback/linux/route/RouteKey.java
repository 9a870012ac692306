package io.readback.linux.route;

import io.readback.spi.net.IpPrefix;

/**
 * What makes two routes of the kernel the same: there is one of a key, whoever made it.
 *
 * @param table its number
 * @param metric as the kernel keeps it: an IPv6 route without one has 1024
 */
public record RouteKey(int table, IpPrefix prefix, int tos, int metric)
    implements Comparable<RouteKey> {
  private static final int IPV6_DEFAULT_METRIC = 1024;

  public RouteKey {
    if (metric == 0 && prefix.isIpv6()) {
      metric = IPV6_DEFAULT_METRIC;
    }
  }

  public RouteKey(int table, IpPrefix prefix, int metric) {
    this(table, prefix, 0, metric);
  }

  /**
   * Neighbouring prefixes have neighbouring numbers, so that tables of them are walked in order.
   */
  @Override
  public int hashCode() {
    int address = (int) (prefix.isIpv6() ? prefix.low() ^ prefix.high() : prefix.high() >>> 32);
    return address + 31 * (table + 31 * (metric + 31 * (prefix.length() + tos)));
  }

  @Override
  public int compareTo(RouteKey o) {
    int c = Integer.compareUnsigned(table, o.table);
    c = c == 0 ? prefix.compareTo(o.prefix) : c;
    c = c == 0 ? Integer.compareUnsigned(metric, o.metric) : c;
    return c == 0 ? Integer.compare(tos, o.tos) : c;
  }

  /** {@code 192.0.2.1/32 table 254 metric 20}. */
  @Override
  public String toString() {
    return prefix
        + " table "
        + Integer.toUnsignedString(table)
        + " metric "
        + Integer.toUnsignedString(metric);
  }
}
