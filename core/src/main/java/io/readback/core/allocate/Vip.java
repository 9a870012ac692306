package io.readback.core.allocate;

import io.readback.spi.net.IpAddress;

/**
 * A VIP with the pool it came from.
 *
 * @param pool name of the pool; its dialect stands at {@link PoolUsage}
 */
public record Vip(IpAddress ip, String pool) implements Comparable<Vip> {
  @Override
  public int compareTo(Vip other) {
    int c = ip.compareTo(other.ip);
    return c != 0 ? c : pool.compareTo(other.pool);
  }

  @Override
  public String toString() {
    return ip + " (" + pool + ")";
  }
}
