package io.readback.linux.socket;

import io.readback.linux.Errno;
import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.call.NativeBuffer;
import io.readback.linux.call.OutgoingMessage;
import io.readback.linux.call.Poll;
import io.readback.linux.call.ReceivedMessage;
import io.readback.linux.call.Wakeup;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A UDP socket of one family that says of each packet its TTL, destination and interface. Receives
 * without waiting; {@link #await} and {@link Poll} wait. One thread receives and one sends; {@link
 * #close} when neither is in a call, {@link #wake} to end a wait.
 */
public final class UdpSocket implements AutoCloseable {
  private static final int MAX_PAYLOAD = 9000;
  private static final int CONTROL = 256;

  private final AddressFamily family;
  private final FileDescriptor fd;
  private final Wakeup wakeup;
  private final Poll poll;
  private final ReceivedMessage received = new ReceivedMessage(MAX_PAYLOAD, CONTROL);
  private final OutgoingMessage sent = new OutgoingMessage(MAX_PAYLOAD);

  private UdpSocket(AddressFamily family, FileDescriptor fd, Wakeup wakeup) {
    this.family = family;
    this.fd = fd;
    this.wakeup = wakeup;
    this.poll = new Poll(wakeup, fd);
  }

  /** Opens an unbound socket; an IPv6 one takes no IPv4. */
  public static UdpSocket open(AddressFamily family) throws LinuxException {
    FileDescriptor fd =
        FileDescriptor.socket(
            SocketAddress.family(family),
            LinuxConstants.SOCK_DGRAM | LinuxConstants.SOCK_NONBLOCK,
            0,
            "a UDP socket",
            "");
    Wakeup wakeup = null;
    try {
      wakeup = new Wakeup();
      if (family == AddressFamily.IPV4) {
        fd.setOption(LinuxConstants.IPPROTO_IP, LinuxConstants.IP_RECVTTL, 1, "IP_RECVTTL");
        fd.setOption(LinuxConstants.IPPROTO_IP, LinuxConstants.IP_PKTINFO, 1, "IP_PKTINFO");
      } else {
        int level = LinuxConstants.IPPROTO_IPV6;
        fd.setOption(level, LinuxConstants.IPV6_V6ONLY, 1, "IPV6_V6ONLY");
        fd.setOption(level, LinuxConstants.IPV6_RECVHOPLIMIT, 1, "IPV6_RECVHOPLIMIT");
        fd.setOption(level, LinuxConstants.IPV6_RECVPKTINFO, 1, "IPV6_RECVPKTINFO");
      }
      return new UdpSocket(family, fd, wakeup);
    } catch (LinuxException e) {
      if (wakeup != null) {
        wakeup.close();
      }
      fd.close();
      throw e;
    }
  }

  /** For further options and for {@link Poll} over several sockets. */
  public FileDescriptor descriptor() {
    return fd;
  }

  /** Binds to an interface by name: only what comes in there is received. Needs CAP_NET_RAW. */
  public UdpSocket bindToDevice(String name) throws LinuxException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    NativeBuffer value = new NativeBuffer(bytes.length + 1);
    value.bytes().put(0, bytes);
    fd.setOption(
        LinuxConstants.SOL_SOCKET,
        LinuxConstants.SO_BINDTODEVICE,
        value,
        value.size(),
        "SO_BINDTODEVICE to " + name,
        "it needs an interface of that name, and CAP_NET_RAW on older kernels");
    return this;
  }

  /** Lets several sockets have one address, each with the packets of its own device. */
  public UdpSocket reuseAddress() throws LinuxException {
    fd.setOption(LinuxConstants.SOL_SOCKET, LinuxConstants.SO_REUSEADDR, 1, "SO_REUSEADDR");
    return this;
  }

  /**
   * Binds to a local address and port.
   *
   * @param port 0: any free one
   * @param scope the interface index for a link-local IPv6 address, else 0
   * @return the port bound to
   */
  public int bind(IpAddress address, int port, int scope) throws LinuxException {
    requireFamily(address);
    NativeBuffer to = new NativeBuffer(28);
    int length = new SocketAddress(address, port, scope).write(to.bytes());
    fd.bind(
        to,
        length,
        address + " port " + port,
        "the address must be one of this host's and the port free");
    int written = fd.localAddress(to);
    return SocketAddress.read(to.bytes(), written).port();
  }

  /** Sends with this TTL (IPv4) or hop limit (IPv6), 1 to 255. */
  public UdpSocket ttl(int value) throws LinuxException {
    if (family == AddressFamily.IPV4) {
      fd.setOption(LinuxConstants.IPPROTO_IP, LinuxConstants.IP_TTL, value, "IP_TTL");
    } else {
      fd.setOption(
          LinuxConstants.IPPROTO_IPV6,
          LinuxConstants.IPV6_UNICAST_HOPS,
          value,
          "IPV6_UNICAST_HOPS");
    }
    return this;
  }

  /** Sends with this DSCP, 0 to 63. */
  public UdpSocket dscp(int value) throws LinuxException {
    if (family == AddressFamily.IPV4) {
      fd.setOption(LinuxConstants.IPPROTO_IP, LinuxConstants.IP_TOS, value << 2, "IP_TOS");
    } else {
      fd.setOption(
          LinuxConstants.IPPROTO_IPV6, LinuxConstants.IPV6_TCLASS, value << 2, "IPV6_TCLASS");
    }
    return this;
  }

  /** Receives only what this filter passes; its packets start with the UDP header. */
  public UdpSocket filter(BpfProgram program) throws LinuxException {
    program.attach(fd);
    return this;
  }

  /**
   * Receives only packets that arrive with this TTL or hop limit; others are dropped by the kernel
   * (RFC 5082).
   */
  public UdpSocket requireTtl(int value) throws LinuxException {
    return filter(
        BpfProgram.assembler()
            .loadByte(BpfProgram.NETWORK_HEADER + (family == AddressFamily.IPV4 ? 8 : 7))
            .elseTo(value, "drop")
            .accept()
            .label("drop")
            .drop()
            .assemble());
  }

  /** Joins an IPv6 multicast group on an interface, so that switches with MLD snooping know. */
  public void joinGroup(IpAddress group, int interfaceIndex) throws LinuxException {
    group(group, interfaceIndex, LinuxConstants.IPV6_JOIN_GROUP, "IPV6_JOIN_GROUP ");
  }

  /** Leaves a group that was joined. */
  public void leaveGroup(IpAddress group, int interfaceIndex) throws LinuxException {
    group(group, interfaceIndex, LinuxConstants.IPV6_LEAVE_GROUP, "IPV6_LEAVE_GROUP ");
  }

  private void group(IpAddress group, int index, int option, String name) throws LinuxException {
    requireFamily(group);
    NativeBuffer value = new NativeBuffer(20);
    value.bytes().put(0, group.toBytes());
    value.bytes().putInt(16, index);
    fd.setOption(LinuxConstants.IPPROTO_IPV6, option, value, 20, name + group, "");
  }

  /**
   * Sends one packet.
   *
   * @param scope the interface index for a link-local IPv6 address, else 0
   * @return false where the kernel's buffer is full
   */
  public boolean send(byte[] payload, IpAddress to, int port, int scope) throws LinuxException {
    requireFamily(to);
    sent.data(payload.length).put(0, payload);
    sent.addressLength(new SocketAddress(to, port, scope).write(sent.address()));
    return fd.send(sent, to.toString()) != FileDescriptor.WOULD_BLOCK;
  }

  /** Waits until there may be something to receive; false after the time or {@link #wake}. */
  public boolean await(Duration timeout) throws LinuxException {
    return poll.await(timeout);
  }

  /** Ends the present or next wait. Safe from any thread. */
  public void wake() {
    wakeup.wake();
  }

  /**
   * Receives one packet without waiting. What the network says of packets sent before (port
   * unreachable and the like) is passed over.
   *
   * @return empty where there is none now
   */
  public Optional<Datagram> receive() throws LinuxException {
    while (true) {
      int length;
      try {
        length = fd.receive(received);
      } catch (LinuxException e) {
        if (e.is(Errno.ECONNREFUSED) || e.is(Errno.EHOSTUNREACH) || e.is(Errno.ENETUNREACH)) {
          continue;
        }
        throw e;
      }
      if (length == FileDescriptor.WOULD_BLOCK) {
        return Optional.empty();
      }
      if ((received.flags() & LinuxConstants.MSG_TRUNC) == 0) {
        return Optional.of(datagram(length));
      }
    }
  }

  private Datagram datagram(int length) {
    byte[] bytes = new byte[length];
    received.data().bytes().get(0, bytes);
    SocketAddress from = SocketAddress.read(received.address(), received.addressLength());
    boolean ipv4 = family == AddressFamily.IPV4;
    byte[] ttl =
        ipv4
            ? received.control(LinuxConstants.IPPROTO_IP, LinuxConstants.IP_TTL)
            : received.control(LinuxConstants.IPPROTO_IPV6, LinuxConstants.IPV6_HOPLIMIT);
    byte[] info =
        ipv4
            ? received.control(LinuxConstants.IPPROTO_IP, LinuxConstants.IP_PKTINFO)
            : received.control(LinuxConstants.IPPROTO_IPV6, LinuxConstants.IPV6_PKTINFO);
    IpAddress destination = IpAddress.ofBytes(new byte[family.octets()]);
    int index = 0;
    if (info != null && info.length >= (ipv4 ? 12 : 20)) {
      byte[] octets = new byte[family.octets()];
      System.arraycopy(info, ipv4 ? 8 : 0, octets, 0, octets.length);
      destination = IpAddress.ofBytes(octets);
      index = nativeInt(info, ipv4 ? 0 : 16);
    }
    return new Datagram(
        bytes,
        from.address(),
        from.port(),
        destination,
        index,
        ttl == null || ttl.length < 4 ? -1 : nativeInt(ttl, 0));
  }

  private static int nativeInt(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(at);
  }

  private void requireFamily(IpAddress address) {
    if (address.family() != family) {
      throw new IllegalArgumentException(
          "this socket is for %s and %s is not".formatted(family, address));
    }
  }

  @Override
  public void close() {
    fd.close();
    wakeup.close();
  }
}
