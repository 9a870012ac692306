package io.readback.layer2.frame;

import io.readback.spi.net.IpAddress;
import java.util.Optional;

/** A message of neighbour discovery (RFC 4861) with the addresses that carry it. */
public sealed interface NeighborMessage {
  /** Of the frame. */
  MacAddress destinationMac();

  /** Of the frame. */
  MacAddress sourceMac();

  /** Of the packet. */
  IpAddress source();

  /** Of the packet. */
  IpAddress destination();

  /** Whose link-layer address is asked for or given. */
  IpAddress target();

  /**
   * Asks for a link-layer address (section 4.3).
   *
   * @param sourceLinkLayer the option with the sender's address; absent when {@code source} is
   *     unspecified, which makes it a probe for duplicates (RFC 4862 section 5.4)
   */
  record Solicitation(
      MacAddress destinationMac,
      MacAddress sourceMac,
      IpAddress source,
      IpAddress destination,
      IpAddress target,
      Optional<MacAddress> sourceLinkLayer)
      implements NeighborMessage {

    /** Asks the group of {@code target} who has it. */
    public static Solicitation of(MacAddress self, IpAddress source, IpAddress target) {
      IpAddress group = solicitedNode(target);
      return new Solicitation(
          MacAddress.ofGroup(group),
          self,
          source,
          group,
          target,
          source.isUnspecified() ? Optional.empty() : Optional.of(self));
    }
  }

  /**
   * Gives a link-layer address (section 4.4).
   *
   * @param override whether it takes the place of one known before
   * @param targetLinkLayer the address given
   */
  record Advertisement(
      MacAddress destinationMac,
      MacAddress sourceMac,
      IpAddress source,
      IpAddress destination,
      IpAddress target,
      boolean router,
      boolean solicited,
      boolean override,
      Optional<MacAddress> targetLinkLayer)
      implements NeighborMessage {

    /** Says to all nodes that an address is ours (section 7.2.6). */
    public static Advertisement unsolicited(MacAddress self, IpAddress address) {
      return new Advertisement(
          MacAddress.ALL_NODES,
          self,
          address,
          ALL_NODES,
          address,
          false,
          false,
          true,
          Optional.of(self));
    }

    /** Answers a solicitation with {@code self} (section 7.2.4). */
    public static Advertisement answering(Solicitation asked, MacAddress self) {
      if (asked.source().isUnspecified()) {
        return unsolicited(self, asked.target());
      }
      return new Advertisement(
          asked.sourceLinkLayer().orElse(asked.sourceMac()),
          self,
          asked.target(),
          asked.source(),
          asked.target(),
          false,
          true,
          true,
          Optional.of(self));
    }
  }

  /** All nodes on the link. */
  IpAddress ALL_NODES = IpAddress.parse("ff02::1");

  /** The group in which the holder of an address is asked (RFC 4291 section 2.7.1). */
  static IpAddress solicitedNode(IpAddress address) {
    return IpAddress.ofBits(
        address.family(),
        0xff02_0000_0000_0000L,
        0x0000_0001_ff00_0000L | address.low() & 0xff_ffffL);
  }
}
