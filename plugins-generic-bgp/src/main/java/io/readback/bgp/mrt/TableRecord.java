package io.readback.bgp.mrt;

import io.readback.bgp.codec.AttributeBlock;
import io.readback.bgp.codec.Nlri;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes MRT records of type TABLE_DUMP_V2 (RFC 6396 section 4.3, with path identifiers RFC 8050):
 * the table of one session. Each method answers one whole record.
 */
public final class TableRecord {
  /** TABLE_DUMP_V2. */
  static final int TYPE = 13;

  static final int PEER_INDEX_TABLE = 1;
  static final int RIB_IPV4_UNICAST = 2;
  static final int RIB_IPV6_UNICAST = 4;
  static final int RIB_IPV4_UNICAST_ADDPATH = 8;
  static final int RIB_IPV6_UNICAST_ADDPATH = 10;

  /** Timestamp, type, subtype, length. */
  private static final int HEADER = 12;

  private static final int IPV6_PEER = 1;
  private static final int FOUR_OCTET_AS = 2;

  private TableRecord() {}

  /** Who told the routes of a table. */
  public record Peer(IpAddress bgpIdentifier, IpAddress address, long asn) {}

  /**
   * A route of a prefix.
   *
   * @param pathId 0 in a table without path identifiers
   */
  public record Route(Instant since, long pathId, AttributeBlock attributes) {}

  /**
   * The first record of a table.
   *
   * @param collector the BGP Identifier of who was told the routes
   * @param view what kind of table it is
   */
  public static byte[] peerIndex(Instant at, IpAddress collector, String view, Peer peer) {
    byte[] name = view.getBytes(StandardCharsets.UTF_8);
    byte[] address = peer.address().toBytes();
    ByteBuffer out =
        begin(at, PEER_INDEX_TABLE, 4 + 2 + name.length + 2 + 1 + 4 + address.length + 4);
    out.put(collector.toBytes()).putShort((short) name.length).put(name);
    out.putShort((short) 1);
    out.put((byte) (FOUR_OCTET_AS | (peer.address().isIpv6() ? IPV6_PEER : 0)));
    out.put(peer.bgpIdentifier().toBytes()).put(address).putInt((int) peer.asn());
    return out.array();
  }

  /**
   * The routes of one prefix.
   *
   * @param sequence counts the records of the table from 0
   * @param pathIds whether the table has path identifiers
   */
  public static byte[] rib(
      Instant at, int sequence, IpPrefix prefix, List<Route> routes, boolean pathIds) {
    byte[] nlri = new byte[Nlri.MAX_OCTETS];
    int nlriLength = Nlri.write(prefix, nlri, 0);
    List<byte[]> attributes = new ArrayList<>(routes.size());
    int octets = 4 + nlriLength + 2;
    for (Route route : routes) {
      byte[] block = route.attributes().dumped();
      attributes.add(block);
      octets += 2 + 4 + (pathIds ? 4 : 0) + 2 + block.length;
    }
    ByteBuffer out = begin(at, subtype(prefix, pathIds), octets);
    out.putInt(sequence).put(nlri, 0, nlriLength).putShort((short) routes.size());
    for (int i = 0; i < routes.size(); i++) {
      out.putShort((short) 0).putInt((int) routes.get(i).since().getEpochSecond());
      if (pathIds) {
        out.putInt((int) routes.get(i).pathId());
      }
      out.putShort((short) attributes.get(i).length).put(attributes.get(i));
    }
    return out.array();
  }

  private static int subtype(IpPrefix prefix, boolean pathIds) {
    return switch (prefix.family()) {
      case IPV4 -> pathIds ? RIB_IPV4_UNICAST_ADDPATH : RIB_IPV4_UNICAST;
      case IPV6 -> pathIds ? RIB_IPV6_UNICAST_ADDPATH : RIB_IPV6_UNICAST;
    };
  }

  private static ByteBuffer begin(Instant at, int subtype, int octets) {
    ByteBuffer out = ByteBuffer.allocate(HEADER + octets);
    out.putInt((int) at.getEpochSecond()).putShort((short) TYPE).putShort((short) subtype);
    return out.putInt(octets);
  }
}
