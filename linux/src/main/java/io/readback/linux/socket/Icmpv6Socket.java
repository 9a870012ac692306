package io.readback.linux.socket;

import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.call.Interfaces;
import io.readback.linux.call.NativeBuffer;
import io.readback.linux.call.OutgoingMessage;
import io.readback.linux.call.ReceivedMessage;
import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A raw ICMPv6 socket on one interface: sends and receives messages of a few types beside the
 * kernel's own, with hop limit 255. Does not hear what it sends itself. Needs CAP_NET_RAW. The
 * kernel fills in checksums and drops messages whose own is wrong. For one thread; {@link
 * #descriptor} is for waiting.
 */
public final class Icmpv6Socket implements AutoCloseable {
  private static final int LONGEST = 1500;
  private static final int CONTROL = 64;

  /** ICMP6_FILTER: an option of the protocol's own level, one bit for each of 256 types. */
  private static final int ICMP6_FILTER = 1;

  private static final int FILTER_OCTETS = 32;
  private static final int NAME_OCTETS = 16;
  private static final int HOP_LIMIT = 255;

  private final FileDescriptor fd;
  private final int interfaceIndex;
  private final ReceivedMessage received = new ReceivedMessage(LONGEST, CONTROL);
  private final OutgoingMessage sent = new OutgoingMessage(LONGEST);

  /**
   * A received message.
   *
   * @param bytes from the type on, a copy
   * @param hopLimit as it arrived; -1: the kernel did not say
   */
  public record Message(byte[] bytes, IpAddress source, int hopLimit) {}

  private Icmpv6Socket(FileDescriptor fd, int interfaceIndex) {
    this.fd = fd;
    this.interfaceIndex = interfaceIndex;
  }

  /**
   * Opens one.
   *
   * @param group a multicast group to listen to, such as ff02::2
   * @param types the types to receive, 0 to 255
   * @throws LinuxException where there is no such interface, or the capability is missing
   */
  public static Icmpv6Socket open(String interfaceName, IpAddress group, int... types)
      throws LinuxException {
    int index =
        Interfaces.index(interfaceName)
            .orElseThrow(
                () -> new LinuxException("find interface " + interfaceName, ENODEV, "create it"));
    FileDescriptor fd =
        FileDescriptor.socket(
            LinuxConstants.AF_INET6,
            LinuxConstants.SOCK_RAW | LinuxConstants.SOCK_NONBLOCK,
            LinuxConstants.IPPROTO_ICMPV6,
            "an ICMPv6 socket on " + interfaceName,
            "it needs the capability NET_RAW");
    try {
      int level = LinuxConstants.IPPROTO_IPV6;
      filter(fd, types);
      bind(fd, interfaceName);
      fd.setOption(level, LinuxConstants.IPV6_RECVHOPLIMIT, 1, "IPV6_RECVHOPLIMIT");
      fd.setOption(level, LinuxConstants.IPV6_MULTICAST_HOPS, HOP_LIMIT, "IPV6_MULTICAST_HOPS");
      fd.setOption(level, LinuxConstants.IPV6_MULTICAST_LOOP, 0, "IPV6_MULTICAST_LOOP");
      fd.setOption(level, LinuxConstants.IPV6_UNICAST_HOPS, HOP_LIMIT, "IPV6_UNICAST_HOPS");
      fd.setOption(level, LinuxConstants.IPV6_MULTICAST_IF, index, "IPV6_MULTICAST_IF");
      join(fd, group, index);
      return new Icmpv6Socket(fd, index);
    } catch (LinuxException e) {
      fd.close();
      throw e;
    }
  }

  /** Linux: ENODEV. */
  private static final int ENODEV = 19;

  private static void filter(FileDescriptor fd, int... types) throws LinuxException {
    NativeBuffer blocked = new NativeBuffer(FILTER_OCTETS);
    ByteBuffer words = blocked.bytes();
    for (int at = 0; at < FILTER_OCTETS; at += 4) {
      words.putInt(at, -1);
    }
    for (int type : types) {
      int at = type >> 5 << 2;
      words.putInt(at, words.getInt(at) & ~(1 << (type & 31)));
    }
    fd.setOption(
        LinuxConstants.IPPROTO_ICMPV6, ICMP6_FILTER, blocked, FILTER_OCTETS, "ICMP6_FILTER", "");
  }

  private static void bind(FileDescriptor fd, String interfaceName) throws LinuxException {
    NativeBuffer name = new NativeBuffer(NAME_OCTETS);
    byte[] octets = interfaceName.getBytes(StandardCharsets.UTF_8);
    name.bytes().put(0, octets, 0, Math.min(octets.length, NAME_OCTETS - 1));
    fd.setOption(
        LinuxConstants.SOL_SOCKET,
        LinuxConstants.SO_BINDTODEVICE,
        name,
        NAME_OCTETS,
        "SO_BINDTODEVICE",
        "");
  }

  private static void join(FileDescriptor fd, IpAddress group, int index) throws LinuxException {
    NativeBuffer membership = new NativeBuffer(20);
    membership.bytes().put(0, group.toBytes());
    membership.bytes().putInt(16, index);
    fd.setOption(
        LinuxConstants.IPPROTO_IPV6,
        LinuxConstants.IPV6_JOIN_GROUP,
        membership,
        20,
        "IPV6_JOIN_GROUP",
        "");
  }

  /** For waiting until a message can be received. */
  public FileDescriptor descriptor() {
    return fd;
  }

  /** The index of the interface when the socket was opened. */
  public int interfaceIndex() {
    return interfaceIndex;
  }

  /** The next message without waiting; empty: there is none. */
  public Optional<Message> receive() throws LinuxException {
    int length = fd.receive(received);
    if (length == FileDescriptor.WOULD_BLOCK) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length];
    received.data().bytes().get(0, bytes);
    byte[] limit = received.control(LinuxConstants.IPPROTO_IPV6, LinuxConstants.IPV6_HOPLIMIT);
    int hopLimit =
        limit == null || limit.length < 4
            ? -1
            : ByteBuffer.wrap(limit).order(ByteOrder.nativeOrder()).getInt();
    SocketAddress source = SocketAddress.read(received.address(), received.addressLength());
    return Optional.of(new Message(bytes, source.address(), hopLimit));
  }

  /**
   * Sends a message to an address on the link; its checksum field is zero.
   *
   * @throws LinuxException where the link is down or has no link-local address yet
   */
  public void send(IpAddress destination, byte[] message) throws LinuxException {
    sent.data(message.length).put(0, message);
    sent.addressLength(new SocketAddress(destination, 0, interfaceIndex).write(sent.address()));
    fd.send(sent, destination.toString());
  }

  @Override
  public void close() {
    fd.close();
  }
}
