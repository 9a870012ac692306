package io.readback.bgp.discovery;

import io.readback.spi.net.IpAddress;

/** Router solicitations and advertisements, RFC 4861 sections 4.1 and 4.2. */
final class RouterMessage {
  static final int SOLICITATION = 133;
  static final int ADVERTISEMENT = 134;

  private static final int SOLICITATION_OCTETS = 8;
  private static final int ADVERTISEMENT_OCTETS = 16;
  private static final int SOURCE_LINK_LAYER_ADDRESS = 1;
  private static final int HOP_LIMIT = 255;

  /** What a received message is. */
  enum Kind {
    SOLICITATION,
    ADVERTISEMENT,
    /** Not valid, or something else; to be ignored without a word. */
    NEITHER
  }

  private RouterMessage() {}

  /** Asks for advertisements. */
  static byte[] solicitation(byte[] linkLayerAddress) {
    return message(SOLICITATION, SOLICITATION_OCTETS, linkLayerAddress);
  }

  /**
   * Says that we are here. The router lifetime is 0: nobody shall take us for a default router; no
   * prefix, no hop limit and no timer is advertised either.
   */
  static byte[] advertisement(byte[] linkLayerAddress) {
    return message(ADVERTISEMENT, ADVERTISEMENT_OCTETS, linkLayerAddress);
  }

  private static byte[] message(int type, int octets, byte[] linkLayerAddress) {
    int option = linkLayerAddress.length == 0 ? 0 : (2 + linkLayerAddress.length + 7) / 8 * 8;
    byte[] out = new byte[octets + option];
    out[0] = (byte) type;
    if (option > 0) {
      out[octets] = SOURCE_LINK_LAYER_ADDRESS;
      out[octets + 1] = (byte) (option / 8);
      System.arraycopy(linkLayerAddress, 0, out, octets + 2, linkLayerAddress.length);
    }
    return out;
  }

  /**
   * Judges a received message, RFC 4861 sections 6.1.1 and 6.1.2.
   *
   * @param message from its type on; the checksum was judged by the kernel
   * @param hopLimit as it arrived; less than 255: it crossed a router
   */
  static Kind judge(byte[] message, IpAddress source, int hopLimit) {
    if (hopLimit != HOP_LIMIT || message.length < SOLICITATION_OCTETS || message[1] != 0) {
      return Kind.NEITHER;
    }
    int type = message[0] & 0xff;
    if (type == SOLICITATION && optionsFit(message, SOLICITATION_OCTETS)) {
      return Kind.SOLICITATION;
    }
    boolean advertisement =
        type == ADVERTISEMENT
            && message.length >= ADVERTISEMENT_OCTETS
            && source.isLinkLocal()
            && optionsFit(message, ADVERTISEMENT_OCTETS);
    return advertisement ? Kind.ADVERTISEMENT : Kind.NEITHER;
  }

  private static boolean optionsFit(byte[] message, int from) {
    int at = from;
    while (at < message.length) {
      int length = at + 1 < message.length ? (message[at + 1] & 0xff) * 8 : 0;
      if (length == 0 || length > message.length - at) {
        return false;
      }
      at += length;
    }
    return true;
  }
}
