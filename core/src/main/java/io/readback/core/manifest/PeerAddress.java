package io.readback.core.manifest;

import io.readback.spi.net.IpAddress;
import java.util.Optional;

/**
 * The address of a peer, which may carry a zone as in {@code fe80::1%eth0}.
 *
 * @param zone the name of an interface
 */
record PeerAddress(IpAddress address, Optional<String> zone) {
  static Optional<PeerAddress> read(ValueReader value) {
    Optional<String> text = value.text();
    int percent = text.map(t -> t.indexOf('%')).orElse(-1);
    if (percent < 0) {
      return text.isEmpty()
          ? Optional.empty()
          : value.address().map(address -> new PeerAddress(address, Optional.empty()));
    }
    String zone = text.orElseThrow().substring(percent + 1);
    Optional<IpAddress> address = IpAddress.tryParse(text.orElseThrow().substring(0, percent));
    if (address.isEmpty() || address.get().isIpv4() || zone.isEmpty()) {
      value.error(
          value.quoted() + " is not an IP address with a zone",
          "Write it as fe80::1%eth0, or an address alone");
      return Optional.empty();
    }
    return Optional.of(new PeerAddress(address.get(), Optional.of(zone)));
  }
}
