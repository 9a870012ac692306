package io.readback.bfd.speaker;

import io.readback.linux.Errno;
import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.call.ReceivedMessage;
import io.readback.linux.socket.UdpSocket;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One of the ports that packets arrive at, and the packet that arrived last. On the link, the
 * kernel drops what did not come with TTL 255 (RFC 5881 section 5).
 */
final class ReceiveSocket implements AutoCloseable {
  private static final int MAX_PAYLOAD = 256;
  private static final int CONTROL = 256;
  private static final int ON_LINK = 255;

  private final AddressFamily family;
  private final boolean multihop;
  private final UdpSocket socket;
  private final ReceivedMessage message = new ReceivedMessage(MAX_PAYLOAD, CONTROL);
  private final ByteBuffer packet = message.data().bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
  private final ByteBuffer source = message.address().duplicate().order(ByteOrder.BIG_ENDIAN);

  private ReceiveSocket(AddressFamily family, boolean multihop, UdpSocket socket) {
    this.family = family;
    this.multihop = multihop;
    this.socket = socket;
  }

  static ReceiveSocket open(AddressFamily family, boolean multihop) throws LinuxException {
    UdpSocket socket = UdpSocket.open(family);
    try {
      if (!multihop) {
        socket.requireTtl(ON_LINK);
      }
      socket.bind(
          IpAddress.ofBytes(new byte[family.octets()]),
          multihop ? Wire.MULTIHOP_PORT : Wire.SINGLE_HOP_PORT,
          0);
      return new ReceiveSocket(family, multihop, socket);
    } catch (LinuxException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  boolean multihop() {
    return multihop;
  }

  AddressFamily family() {
    return family;
  }

  FileDescriptor descriptor() {
    return socket.descriptor();
  }

  /** Takes the next packet; its length, or {@link FileDescriptor#WOULD_BLOCK}. */
  int receive() throws LinuxException {
    while (true) {
      try {
        return socket.descriptor().receive(message);
      } catch (LinuxException e) {
        // what the network says of packets sent before
        if (!e.is(Errno.ECONNREFUSED) && !e.is(Errno.EHOSTUNREACH) && !e.is(Errno.ENETUNREACH)) {
          throw e;
        }
      }
    }
  }

  /** The packet's octets, in network byte order. */
  ByteBuffer packet() {
    return packet;
  }

  /** The two words of the sender's address as {@link IpAddress#ofBits} has them. */
  long sourceHigh() {
    return family == AddressFamily.IPV4
        ? (source.getInt(4) & 0xffff_ffffL) << 32
        : source.getLong(8);
  }

  long sourceLow() {
    return family == AddressFamily.IPV4 ? 0 : source.getLong(16);
  }

  /** The interface index of a link-local sender, else 0. */
  int sourceScope() {
    return family == AddressFamily.IPV4 ? 0 : message.address().getInt(24);
  }

  IpAddress source() {
    return IpAddress.ofBits(family, sourceHigh(), sourceLow());
  }

  /** The TTL as it arrived; -1: not told. Allocates. */
  int ttl() {
    byte[] told =
        family == AddressFamily.IPV4
            ? message.control(LinuxConstants.IPPROTO_IP, LinuxConstants.IP_TTL)
            : message.control(LinuxConstants.IPPROTO_IPV6, LinuxConstants.IPV6_HOPLIMIT);
    return told == null || told.length < 4
        ? -1
        : ByteBuffer.wrap(told).order(ByteOrder.nativeOrder()).getInt(0);
  }

  /** The address the packet was sent to. Allocates. */
  IpAddress destination() {
    boolean ipv4 = family == AddressFamily.IPV4;
    byte[] info =
        ipv4
            ? message.control(LinuxConstants.IPPROTO_IP, LinuxConstants.IP_PKTINFO)
            : message.control(LinuxConstants.IPPROTO_IPV6, LinuxConstants.IPV6_PKTINFO);
    byte[] octets = new byte[family.octets()];
    if (info != null && info.length >= (ipv4 ? 12 : 20)) {
      System.arraycopy(info, ipv4 ? 8 : 0, octets, 0, octets.length);
    }
    return IpAddress.ofBytes(octets);
  }

  @Override
  public void close() {
    socket.close();
  }
}
