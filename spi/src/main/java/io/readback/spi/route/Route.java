package io.readback.spi.route;

import io.readback.spi.net.IpPrefix;

/** A prefix with its path. */
public record Route(IpPrefix prefix, Path path) {
  @Override
  public String toString() {
    return prefix + " via " + path.nextHops() + " (" + path.attributes() + ")";
  }
}
