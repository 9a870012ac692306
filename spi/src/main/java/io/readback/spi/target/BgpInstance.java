package io.readback.spi.target;

import io.readback.spi.net.IpAddress;
import java.util.OptionalInt;

/**
 * One local speaker identity.
 *
 * @param localAsn 1 to 4294967295
 * @param bgpIdentifier any non-zero 32-bit number, written as an IPv4 address (RFC 6286)
 * @param listenPort where to accept connections; empty: do not listen
 */
public record BgpInstance(
    String name, long localAsn, IpAddress bgpIdentifier, OptionalInt listenPort) {
  public BgpInstance {
    if (localAsn < 1 || localAsn > 0xffffffffL) {
      throw new IllegalArgumentException("local ASN must be 1 to 4294967295 but was " + localAsn);
    }
    if (!bgpIdentifier.isIpv4() || bgpIdentifier.isUnspecified()) {
      throw new IllegalArgumentException(
          "BGP Identifier must be a non-zero IPv4 address but was " + bgpIdentifier);
    }
  }
}
