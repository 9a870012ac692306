package io.readback.bench.routes;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Writes routes as a TABLE_DUMP_V2 file, RFC 6396 section 4.3, which GoBGP can take in. */
public final class MrtTable {
  private static final short TABLE_DUMP_V2 = 13;
  private static final short PEER_INDEX_TABLE = 1;
  private static final short RIB_IPV4_UNICAST = 2;

  private MrtTable() {}

  /**
   * @param peer the address of the router the table comes from, as a number
   * @param nextHop of all routes
   * @param repeats how often the last route stands there once more
   */
  public static void write(
      Path file, RouteSet routes, int peer, int peerAsn, int nextHop, int repeats)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      ByteBuffer index = ByteBuffer.allocate(64);
      index.putInt(peer).putShort((short) 0).putShort((short) 1);
      // an IPv4 peer with a four-octet AS number
      index.put((byte) 2).putInt(peer).putInt(peer).putInt(peerAsn);
      record(out, PEER_INDEX_TABLE, index);
      for (int i = 0; i < routes.count() + repeats; i++) {
        int route = Math.min(i, routes.count() - 1);
        record(out, RIB_IPV4_UNICAST, entry(routes, route, nextHop));
      }
    }
  }

  private static ByteBuffer entry(RouteSet routes, int route, int nextHop) {
    OptionalInt community = routes.community(route);
    ByteBuffer out = ByteBuffer.allocate(64);
    out.putInt(route).put((byte) 32).putInt(routes.address(route));
    out.putShort((short) 1).putShort((short) 0).putInt(0);
    out.putShort((short) (community.isPresent() ? 21 : 14));
    // ORIGIN IGP, an empty AS_PATH, NEXT_HOP
    out.put((byte) 0x40).put((byte) 1).put((byte) 1).put((byte) 0);
    out.put((byte) 0x40).put((byte) 2).put((byte) 0);
    out.put((byte) 0x40).put((byte) 3).put((byte) 4).putInt(nextHop);
    if (community.isPresent()) {
      out.put((byte) 0xc0).put((byte) 8).put((byte) 4);
      out.putShort((short) RouteSet.COMMUNITY_AS).putShort((short) community.getAsInt());
    }
    return out;
  }

  private static void record(OutputStream to, short subtype, ByteBuffer body) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(12);
    head.putInt(0).putShort(TABLE_DUMP_V2).putShort(subtype).putInt(body.position());
    to.write(head.array());
    to.write(body.array(), 0, body.position());
  }
}
