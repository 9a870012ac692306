package io.readback.linux.socket;

import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.call.NativeBuffer;
import io.readback.linux.call.Poll;
import io.readback.linux.call.ReceivedMessage;
import io.readback.linux.call.Wakeup;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * Ethernet frames of one interface ({@code AF_PACKET}), also the host's own outgoing ones. The
 * filter is in place and locked before the first frame is taken, so none passes unfiltered. Needs
 * CAP_NET_RAW. Threads as with {@link UdpSocket}.
 */
public final class PacketSocket implements AutoCloseable {
  private static final int MAX_FRAME = 2048;
  private static final int SOCKADDR_LL = 20;
  private static final String REMEDY = "it needs CAP_NET_RAW";

  private final int interfaceIndex;
  private final FileDescriptor fd;
  private final Wakeup wakeup;
  private final Poll poll;
  private final ReceivedMessage received = new ReceivedMessage(MAX_FRAME, 0);
  private final NativeBuffer sendData = new NativeBuffer(MAX_FRAME);

  private PacketSocket(int interfaceIndex, FileDescriptor fd, Wakeup wakeup) {
    this.interfaceIndex = interfaceIndex;
    this.fd = fd;
    this.wakeup = wakeup;
    this.poll = new Poll(wakeup, fd);
  }

  /**
   * Opens one.
   *
   * @param etherType the frames wanted, such as ETH_P_ARP
   * @param filter what of them passes; offsets from the destination MAC address
   */
  public static PacketSocket open(int interfaceIndex, int etherType, BpfProgram filter)
      throws LinuxException {
    // protocol 0: nothing is received before bind
    FileDescriptor fd =
        FileDescriptor.socket(
            LinuxConstants.AF_PACKET,
            LinuxConstants.SOCK_RAW | LinuxConstants.SOCK_NONBLOCK,
            0,
            "a packet socket",
            REMEDY);
    Wakeup wakeup = null;
    try {
      wakeup = new Wakeup();
      filter.attach(fd);
      BpfProgram.lock(fd);
      NativeBuffer address = new NativeBuffer(SOCKADDR_LL);
      ByteBuffer a = address.bytes();
      a.putShort(0, (short) LinuxConstants.AF_PACKET);
      a.put(2, (byte) (etherType >> 8));
      a.put(3, (byte) etherType);
      a.putInt(4, interfaceIndex);
      fd.bind(address, SOCKADDR_LL, "interface " + interfaceIndex, "");
      return new PacketSocket(interfaceIndex, fd, wakeup);
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

  public int interfaceIndex() {
    return interfaceIndex;
  }

  /** Has the interface take frames to this multicast MAC address of 6 octets. */
  public void addMembership(byte[] mac) throws LinuxException {
    membership(mac, LinuxConstants.PACKET_ADD_MEMBERSHIP, "PACKET_ADD_MEMBERSHIP");
  }

  /** Ends what {@link #addMembership} did. */
  public void dropMembership(byte[] mac) throws LinuxException {
    membership(mac, LinuxConstants.PACKET_DROP_MEMBERSHIP, "PACKET_DROP_MEMBERSHIP");
  }

  private void membership(byte[] mac, int option, String name) throws LinuxException {
    NativeBuffer value = new NativeBuffer(16);
    value.bytes().putInt(0, interfaceIndex);
    value.bytes().putShort(4, (short) LinuxConstants.PACKET_MR_MULTICAST);
    value.bytes().putShort(6, (short) mac.length);
    value.bytes().put(8, mac);
    fd.setOption(LinuxConstants.SOL_PACKET, option, value, 16, name, "");
  }

  /**
   * Sends a whole frame, from the destination MAC address on.
   *
   * @return false where the kernel's buffer is full
   * @throws LinuxException also ENETDOWN: the interface is down
   */
  public boolean send(byte[] frame) throws LinuxException {
    sendData.bytes().put(0, frame);
    return fd.send(sendData, 0, frame.length) != FileDescriptor.WOULD_BLOCK;
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
   * Receives one frame without waiting; longer ones are cut at 2048 bytes.
   *
   * @return empty where there is none now
   * @throws LinuxException also ENETDOWN, once: the interface went down; ENXIO or ENODEV: it is
   *     gone
   */
  public Optional<Frame> receive() throws LinuxException {
    int length = fd.receive(received);
    if (length == FileDescriptor.WOULD_BLOCK) {
      return Optional.empty();
    }
    byte[] bytes = new byte[Math.min(length, MAX_FRAME)];
    received.data().bytes().get(0, bytes);
    ByteBuffer from = received.address();
    return Optional.of(new Frame(bytes, from.getInt(4), from.get(10) & 0xff));
  }

  /**
   * Frames that passed the filter and were lost, as nobody took them, since this was asked last.
   */
  public long takeLost() throws LinuxException {
    // tpacket_stats: packets, drops; the kernel counts from 0 again
    NativeBuffer counts = new NativeBuffer(8);
    fd.option(
        LinuxConstants.SOL_PACKET, LinuxConstants.PACKET_STATISTICS, counts, "PACKET_STATISTICS");
    return counts.bytes().getInt(4) & 0xffff_ffffL;
  }

  @Override
  public void close() {
    fd.close();
    wakeup.close();
  }
}
