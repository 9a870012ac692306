package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.socket.SocketChannel;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DialerTest {
  private static final BgpInstance INSTANCE =
      new BgpInstance("i", 65001, IpAddress.parse("192.0.2.1"), OptionalInt.empty());

  private final SpeakerLoop transport = new SpeakerLoop("dialer-test");

  @AfterEach
  void close() throws InterruptedException {
    transport.close(1);
  }

  private static int closedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The socket of an attempt that failed. */
  private SocketChannel failed(BgpSession session) throws Exception {
    CompletableFuture<SocketChannel> failed = new CompletableFuture<>();
    transport
        .loop()
        .execute(
            () ->
                Dialer.connect(
                    transport,
                    session,
                    attached -> {},
                    connected -> failed.completeExceptionally(new AssertionError("connected")),
                    (attempt, why) -> failed.complete(attempt)));
    return failed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void connect_refused_leavesNoSocketBehind() throws Exception {
    BgpSession session =
        BgpSession.builder(INSTANCE, "p", IpAddress.parse("127.0.0.1"))
            .peerPort(closedPort())
            .build();
    assertThat(failed(session).isOpen()).isFalse();
  }

  @Test
  void connect_fromAnAddressThatIsNotHere_leavesNoSocketBehind() throws Exception {
    BgpSession session =
        BgpSession.builder(INSTANCE, "p", IpAddress.parse("127.0.0.1"))
            .localAddress(IpAddress.parse("203.0.113.9"))
            .peerPort(closedPort())
            .build();
    assertThat(failed(session).isOpen()).isFalse();
  }
}
