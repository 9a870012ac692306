package io.readback.core.model;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A run of addresses in a pool.
 *
 * @param start the first address, of one family with {@code stop} and not above it
 * @param stop the last address
 * @param cidr the prefix it was written as; empty for a start-stop range
 */
public record AddressBlock(IpAddress start, IpAddress stop, Optional<IpPrefix> cidr) {
  public AddressBlock {
    if (start.family() != stop.family()) {
      throw new IllegalArgumentException(
          "start " + start + " and stop " + stop + " are of different families");
    }
    if (start.compareTo(stop) > 0) {
      throw new IllegalArgumentException("start " + start + " is above stop " + stop);
    }
  }

  public static AddressBlock of(IpPrefix cidr) {
    return new AddressBlock(cidr.network(), cidr.last(), Optional.of(cidr));
  }

  public static AddressBlock of(IpAddress start, IpAddress stop) {
    return new AddressBlock(start, stop, Optional.empty());
  }

  public boolean contains(IpAddress address) {
    return address.family() == start.family()
        && start.compareTo(address) <= 0
        && address.compareTo(stop) <= 0;
  }

  public boolean overlaps(AddressBlock other) {
    return start.family() == other.start.family()
        && start.compareTo(other.stop) <= 0
        && other.start.compareTo(stop) <= 0;
  }

  public BigInteger size() {
    return stop.toBigInteger().subtract(start.toBigInteger()).add(BigInteger.ONE);
  }

  @Override
  public String toString() {
    return cidr.map(IpPrefix::toString).orElse(start + "-" + stop);
  }
}
