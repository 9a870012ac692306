package io.readback.bgp.bmp;

import io.netty.buffer.ByteBuf;
import io.readback.bgp.message.Octets;
import io.readback.spi.net.IpAddress;
import java.util.List;

/** Writes BMP messages. */
public final class BmpEncoder {
  static final int VERSION = 3;

  /** Version, length, type. */
  static final int HEADER = 6;

  private BmpEncoder() {}

  /** Appends {@code message}. */
  public static void encode(BmpMessage message, ByteBuf out) {
    int start = begin(message.type(), out);
    if (message instanceof BmpMessage.Initiation m) {
      tlvs(m.information(), out);
    } else if (message instanceof BmpMessage.Termination m) {
      tlvs(m.information(), out);
    } else if (message instanceof BmpMessage.PeerUp m) {
      peer(m.peer(), out);
      address(m.localAddress(), out);
      out.writeShort(m.localPort()).writeShort(m.remotePort());
      octets(m.sentOpen(), out);
      octets(m.receivedOpen(), out);
      tlvs(m.information(), out);
    } else if (message instanceof BmpMessage.PeerDown m) {
      peer(m.peer(), out);
      out.writeByte(m.reason());
      octets(m.data(), out);
    } else if (message instanceof BmpMessage.RouteMonitoring m) {
      peer(m.peer(), out);
      octets(m.update(), out);
    } else if (message instanceof BmpMessage.Statistics m) {
      peer(m.peer(), out);
      out.writeInt(m.counters().size());
      tlvs(m.counters(), out);
    } else if (message instanceof BmpMessage.RouteMirroring m) {
      peer(m.peer(), out);
      tlvs(m.items(), out);
    } else if (message instanceof BmpMessage.Unknown m) {
      octets(m.body(), out);
    }
    finish(start, out);
  }

  /** Appends a route monitoring message with the UPDATE in {@code length} octets of {@code in}. */
  static void routeMonitoring(PeerHeader peer, ByteBuf in, int at, int length, ByteBuf out) {
    int start = begin(BmpMessage.ROUTE_MONITORING, out);
    peer(peer, out);
    out.writeBytes(in, at, length);
    finish(start, out);
  }

  private static int begin(int type, ByteBuf out) {
    int start = out.writerIndex();
    out.writeByte(VERSION).writeInt(0).writeByte(type);
    return start;
  }

  private static void finish(int start, ByteBuf out) {
    out.setInt(start + 1, out.writerIndex() - start);
  }

  private static void peer(PeerHeader peer, ByteBuf out) {
    out.writeByte(peer.type()).writeByte(peer.flags());
    octets(peer.distinguisher(), out);
    address(peer.address(), out);
    out.writeInt((int) peer.asn());
    out.writeBytes(peer.bgpIdentifier().toBytes());
    out.writeInt((int) peer.at().getEpochSecond());
    out.writeInt(peer.at().getNano() / 1000);
  }

  /** 16 octets; IPv4 in the last four. */
  private static void address(IpAddress address, ByteBuf out) {
    byte[] bytes = address.toBytes();
    out.writeZero(16 - bytes.length).writeBytes(bytes);
  }

  private static void tlvs(List<BmpMessage.Tlv> tlvs, ByteBuf out) {
    for (BmpMessage.Tlv tlv : tlvs) {
      out.writeShort(tlv.type()).writeShort(tlv.value().length());
      octets(tlv.value(), out);
    }
  }

  private static void octets(Octets octets, ByteBuf out) {
    out.writeBytes(octets.toBytes());
  }
}
