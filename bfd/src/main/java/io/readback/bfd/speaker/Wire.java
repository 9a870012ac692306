package io.readback.bfd.speaker;

import io.readback.bfd.auth.Authenticator;
import io.readback.bfd.packet.PacketDecoder;
import io.readback.linux.Errno;
import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import io.readback.linux.call.Interfaces;
import io.readback.linux.call.OutgoingMessage;
import io.readback.linux.socket.BpfProgram;
import io.readback.linux.socket.UdpSocket;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The socket that one session sends by, with a source port of its own (RFC 5881 section 4). */
final class Wire implements PacketSink {
  /** RFC 5881 section 4 and RFC 5883 section 5. */
  static final int SINGLE_HOP_PORT = 3784;

  static final int MULTIHOP_PORT = 4784;

  private static final int FIRST_SOURCE = 49152;
  private static final int SOURCES = 65536 - FIRST_SOURCE;

  /** CS6, for packets that keep the network together. */
  private static final int DSCP = 48;

  private static final int SCOPE_OF_IPV6 = 24;

  /** Octets of the longest packet. */
  private static final int ROOM = PacketDecoder.HEADER + Authenticator.LONGEST_SECTION;

  private final UdpSocket socket;
  private final OutgoingMessage message;
  private final ByteBuffer packet;
  private final String to;

  private Wire(UdpSocket socket, OutgoingMessage message, String to) {
    this.socket = socket;
    this.message = message;
    this.packet = message.data(ROOM).duplicate().order(ByteOrder.BIG_ENDIAN);
    this.to = to;
  }

  /**
   * @param firstPort where to begin to look for a free source port, counted from the first allowed
   */
  static Wire open(BfdPath path, int firstPort) throws LinuxException {
    AddressFamily family = path.peer().family();
    int scope = scope(path);
    UdpSocket socket = UdpSocket.open(family);
    try {
      if (path.device().isPresent()) {
        socket.bindToDevice(path.device().get());
      }
      socket.ttl(255).dscp(DSCP);
      // what is sent to this port is not for anyone
      socket.filter(BpfProgram.assembler().drop().assemble());
      bind(socket, path, scope, firstPort);
      OutgoingMessage message = new OutgoingMessage(ROOM);
      int port = path.multihop() ? MULTIHOP_PORT : SINGLE_HOP_PORT;
      message.addressLength(writeAddress(message.address(), path.peer(), port, scope));
      return new Wire(socket, message, path.toString());
    } catch (LinuxException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static void bind(UdpSocket socket, BfdPath path, int scope, int firstPort)
      throws LinuxException {
    IpAddress local =
        path.local().orElseGet(() -> IpAddress.ofBytes(new byte[path.peer().family().octets()]));
    for (int i = 0; ; i++) {
      try {
        int at = FIRST_SOURCE + Math.floorMod(firstPort + i, SOURCES);
        socket.bind(local, at, BfdPath.isLinkLocal(local) ? scope : 0);
        return;
      } catch (LinuxException e) {
        if (!e.is(Errno.EADDRINUSE) || i == 100) {
          throw e;
        }
      }
    }
  }

  /** The interface index of a link-local peer, else 0. */
  static int scope(BfdPath path) throws LinuxException {
    if (!BfdPath.isLinkLocal(path.peer())) {
      return 0;
    }
    String device = path.device().orElseThrow();
    return Interfaces.index(device)
        .orElseThrow(
            () ->
                new LinuxException(
                    "there is no interface " + device, new IllegalStateException(device)));
  }

  private static int writeAddress(ByteBuffer out, IpAddress address, int port, int scope) {
    boolean ipv4 = address.isIpv4();
    out.putShort(0, (short) (ipv4 ? LinuxConstants.AF_INET : LinuxConstants.AF_INET6));
    out.put(2, (byte) (port >> 8));
    out.put(3, (byte) port);
    out.put(ipv4 ? 4 : 8, address.toBytes());
    if (!ipv4) {
      out.putInt(SCOPE_OF_IPV6, scope);
    }
    return ipv4 ? 16 : 28;
  }

  @Override
  public ByteBuffer packet() {
    return packet;
  }

  /** Where the kernel has no room the packet is lost, as any packet may be. */
  @Override
  public void send(int length) throws LinuxException {
    message.data(length);
    socket.descriptor().send(message, to);
  }

  @Override
  public void close() {
    socket.close();
  }
}
