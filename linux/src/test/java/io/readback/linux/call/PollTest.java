package io.readback.linux.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.socket.UdpSocket;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PollTest {
  private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");

  @Test
  void await_wokenBefore_endsAtOnceAndTheNextWaitWaits() throws Exception {
    try (UdpSocket socket = UdpSocket.open(AddressFamily.IPV4)) {
      socket.wake();
      assertThat(socket.await(Duration.ofSeconds(-1))).isFalse();
      assertThat(socket.await(Duration.ofMillis(1))).isFalse();
    }
  }

  @Test
  void await_wokenByAnotherThread_ends() throws Exception {
    try (UdpSocket socket = UdpSocket.open(AddressFamily.IPV4)) {
      Thread waker = new Thread(socket::wake);
      waker.start();
      assertThat(socket.await(Duration.ofSeconds(-1))).isFalse();
      waker.join();
    }
  }

  @Test
  void await_packetThere_saysSo() throws Exception {
    try (UdpSocket socket = UdpSocket.open(AddressFamily.IPV4)) {
      int port = socket.bind(LOOPBACK, 0, 0);
      assertThat(socket.send(new byte[] {7}, LOOPBACK, port, 0)).isTrue();
      assertThat(socket.await(Duration.ofSeconds(20))).isTrue();
      assertThat(socket.receive().orElseThrow().bytes()).containsExactly(7);
      assertThat(socket.receive()).isEmpty();
    }
  }

  @Test
  void wake_afterClose_doesNothing() throws Exception {
    UdpSocket socket = UdpSocket.open(AddressFamily.IPV4);
    socket.close();
    socket.close();
    socket.wake();
    assertThatThrownBy(socket::receive)
        .isInstanceOfSatisfying(LinuxException.class, e -> assertThat(e.is(Errno.EBADF)).isTrue())
        .hasMessageContaining("after it was closed");
  }

  @Test
  void bind_foreignAddress_namesAttemptErrorAndRemedy() throws Exception {
    try (UdpSocket socket = UdpSocket.open(AddressFamily.IPV4)) {
      assertThatThrownBy(() -> socket.bind(IpAddress.parse("203.0.113.7"), 0, 0))
          .hasMessage(
              "cannot bind a UDP socket to 203.0.113.7 port 0: EADDRNOTAVAIL (Cannot assign"
                  + " requested address); the address must be one of this host's and the port"
                  + " free");
    }
  }

  @Test
  void namespace_thatIsNotThere_isNamed() {
    assertThatThrownBy(() -> new NetworkNamespace(Path.of("/nowhere/net")).call(() -> 1))
        .hasMessageContaining("cannot open the network namespace /nowhere/net: ENOENT");
  }
}
