package io.readback.linux.socket;

import static io.readback.linux.LinuxConstants.ETH_P_ARP;
import static io.readback.linux.LinuxConstants.PACKET_BROADCAST;
import static io.readback.linux.LinuxConstants.PACKET_OUTGOING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.call.Interfaces;
import io.readback.linux.call.NetworkNamespace;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sockets between two nodes on a bridge. */
@LabTest
class SocketsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};

  private final LabNode a;
  private final LabNode b;

  SocketsIT(Lab lab) {
    a =
        lab.nodes().isEmpty()
            ? lab.node("a", "192.0.2.1/24", "2001:db8::1/64")
            : lab.nodes().get(0);
    b =
        lab.nodes().size() < 2
            ? lab.node("b", "192.0.2.2/24", "2001:db8::2/64")
            : lab.nodes().get(1);
  }

  private static NetworkNamespace in(LabNode node) {
    return new NetworkNamespace(node.networkNamespace());
  }

  @ParameterizedTest
  @CsvSource({"IPV4,192.0.2.1,192.0.2.2", "IPV6,2001:db8::1,2001:db8::2"})
  void udp_received_carriesTtlSourceDestinationAndInterface(
      AddressFamily family, String from, String to) throws Exception {
    IpAddress source = IpAddress.parse(from);
    IpAddress destination = IpAddress.parse(to);
    int eth0 = in(b).call(() -> Interfaces.index("eth0").orElseThrow());
    try (UdpSocket receiver = in(b).call(() -> UdpSocket.open(family));
        UdpSocket sender = in(a).call(() -> UdpSocket.open(family))) {
      int port = receiver.bindToDevice("eth0").bind(destination, 0, 0);
      int sourcePort = sender.ttl(255).bind(source, 0, 0);
      sender.send(new byte[] {1, 2, 3}, destination, port, 0);
      assertThat(receiver.await(PATIENCE)).isTrue();
      Datagram seen = receiver.receive().orElseThrow();
      assertThat(seen.bytes()).containsExactly(1, 2, 3);
      assertThat(seen.source()).isEqualTo(source);
      assertThat(seen.sourcePort()).isEqualTo(sourcePort);
      assertThat(seen.destination()).isEqualTo(destination);
      assertThat(seen.interfaceIndex()).isEqualTo(eth0);
      assertThat(seen.ttl()).isEqualTo(255);
    }
  }

  @ParameterizedTest
  @CsvSource({"IPV4,192.0.2.2", "IPV6,2001:db8::2"})
  void udp_requireTtl_dropsInTheKernelWhatCameFromFarther(AddressFamily family, String to)
      throws Exception {
    IpAddress destination = IpAddress.parse(to);
    try (UdpSocket receiver = in(b).call(() -> UdpSocket.open(family));
        UdpSocket sender = in(a).call(() -> UdpSocket.open(family))) {
      int port = receiver.requireTtl(255).bind(destination, 0, 0);
      for (int ttl : new int[] {64, 254, 255}) {
        sender.ttl(ttl).send(new byte[] {(byte) ttl}, destination, port, 0);
      }
      assertThat(receiver.await(PATIENCE)).isTrue();
      assertThat(receiver.receive().orElseThrow().ttl()).isEqualTo(255);
      assertThat(receiver.receive()).isEmpty();
    }
  }

  @Test
  void packets_filterAndLock_takeOnlyWhatPasses() throws Exception {
    try (PacketSocket receiver = in(b).call(() -> open("eth0", 0x11));
        PacketSocket sender = in(a).call(() -> open("eth0", 0x11))) {
      sender.send(frame((byte) 0x22));
      sender.send(frame((byte) 0x11));
      assertThat(receiver.await(PATIENCE)).isTrue();
      Frame frame = receiver.receive().orElseThrow();
      assertThat(Arrays.copyOf(frame.bytes(), 6)).isEqualTo(BROADCAST);
      assertThat(frame.bytes()[14]).isEqualTo((byte) 0x11);
      assertThat(frame.packetType()).isEqualTo(PACKET_BROADCAST);
      assertThat(receiver.receive()).isEmpty();
      assertThatThrownBy(
              () -> BpfProgram.assembler().drop().assemble().attach(receiver.descriptor()))
          .isInstanceOfSatisfying(
              LinuxException.class, e -> assertThat(e.is(Errno.EPERM)).isTrue());
    }
  }

  @Test
  void packets_nobodyTakes_areCountedAsLostOnce() throws Exception {
    try (PacketSocket receiver = in(b).call(() -> open("eth0", 0x55));
        PacketSocket sender = in(a).call(() -> open("eth0", 0x55))) {
      assertThat(receiver.takeLost()).isZero();
      for (int i = 0; i < 5000; i++) {
        sender.send(frame((byte) 0x55));
      }
      long lost = 0;
      int taken = 0;
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (taken + lost < 5000 && System.nanoTime() < end) {
        receiver.await(Duration.ofMillis(20));
        while (receiver.receive().isPresent()) {
          taken++;
        }
        lost += receiver.takeLost();
      }
      assertThat(lost).isPositive().isEqualTo(5000 - taken);
      assertThat(receiver.takeLost()).isZero();
    }
  }

  @Test
  void packets_anotherSocketsOwn_areMarkedOutgoing() throws Exception {
    try (PacketSocket witness = in(a).call(() -> open("eth0", 0x33));
        PacketSocket sender = in(a).call(() -> open("eth0", 0x44))) {
      sender.send(frame((byte) 0x33));
      // frames of a protocol are shown on their way out only to those who ask for all
      assertThat(witness.await(Duration.ofMillis(50))).isFalse();
      try (PacketSocket all =
          in(a)
              .call(
                  () ->
                      PacketSocket.open(
                          Interfaces.index("eth0").orElseThrow(),
                          io.readback.linux.LinuxConstants.ETH_P_ALL,
                          filter(0x33)))) {
        sender.send(frame((byte) 0x33));
        assertThat(all.await(PATIENCE)).isTrue();
        assertThat(all.receive().orElseThrow().packetType()).isEqualTo(PACKET_OUTGOING);
      }
    }
  }

  @Test
  void packets_linkDown_isToldAsNetworkDown() throws Exception {
    try (PacketSocket socket = in(b).call(() -> open("eth0", 0x11))) {
      b.linkDown();
      try {
        assertThat(socket.await(PATIENCE)).isTrue();
        assertThatThrownBy(socket::receive)
            .isInstanceOfSatisfying(
                LinuxException.class, e -> assertThat(e.is(Errno.ENETDOWN)).isTrue());
      } finally {
        b.linkUp();
      }
    }
  }

  private static PacketSocket open(String device, int mark) throws LinuxException {
    return PacketSocket.open(Interfaces.index(device).orElseThrow(), ETH_P_ARP, filter(mark));
  }

  private static BpfProgram filter(int mark) {
    return BpfProgram.assembler()
        .loadByte(14)
        .elseTo(mark, "drop")
        .accept()
        .label("drop")
        .drop()
        .assemble();
  }

  private static byte[] frame(byte mark) {
    byte[] frame = new byte[60];
    Arrays.fill(frame, 0, 6, (byte) -1);
    frame[6] = 2;
    frame[12] = 0x08;
    frame[13] = 0x06;
    frame[14] = mark;
    return frame;
  }
}
