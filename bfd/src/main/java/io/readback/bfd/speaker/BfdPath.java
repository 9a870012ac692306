package io.readback.bfd.speaker;

import io.readback.spi.net.IpAddress;
import java.util.Optional;

/**
 * What a session watches. There is one session for each path, whoever asks for it.
 *
 * @param peer the address of the other system
 * @param local our address; empty: the one the kernel's routes choose
 * @param device the interface, which a link-local IPv6 peer needs; else empty is right unless the
 *     routes would choose another one
 * @param multihop whether routers may be in between (RFC 5883), else the peer is on the link (RFC
 *     5881)
 */
public record BfdPath(
    IpAddress peer, Optional<IpAddress> local, Optional<String> device, boolean multihop) {
  public BfdPath {
    if (local.isPresent() && local.get().family() != peer.family()) {
      throw new IllegalArgumentException(
          "the local address "
              + local.get()
              + " and the peer "
              + peer
              + " are of different families");
    }
    if (isLinkLocal(peer) && device.isEmpty()) {
      throw new IllegalArgumentException(
          "the link-local peer " + peer + " needs the interface it is reached by");
    }
    if (isLinkLocal(peer) && multihop) {
      throw new IllegalArgumentException(
          "the link-local peer " + peer + " cannot be several hops away");
    }
  }

  /** To a system on the link. */
  public static BfdPath singleHop(IpAddress peer) {
    return new BfdPath(peer, Optional.empty(), Optional.empty(), false);
  }

  /** To a system on the link of this interface. */
  public static BfdPath singleHop(IpAddress peer, String device) {
    return new BfdPath(peer, Optional.empty(), Optional.of(device), false);
  }

  /** To a system that routers may be in front of; both addresses tell sessions apart. */
  public static BfdPath multihop(IpAddress peer, IpAddress local) {
    return new BfdPath(peer, Optional.of(local), Optional.empty(), true);
  }

  public BfdPath withLocal(IpAddress value) {
    return new BfdPath(peer, Optional.of(value), device, multihop);
  }

  public BfdPath withDevice(String value) {
    return new BfdPath(peer, local, Optional.of(value), multihop);
  }

  /** Whether the address means something on one interface alone. */
  static boolean isLinkLocal(IpAddress address) {
    return !address.isIpv4() && address.isLinkLocal();
  }

  @Override
  public String toString() {
    return peer
        + device.map(d -> "%" + d).orElse("")
        + local.map(l -> " from " + l).orElse("")
        + (multihop ? " over several hops" : "");
  }
}
