package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Open;
import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TcpAo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A session with TCP-AO on a machine whose kernel has none. */
class TcpAoRefusalTest {
  private static final BgpInstance INSTANCE =
      new BgpInstance("i", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.of(0));
  private static final TcpAo KEYS =
      new TcpAo(
          List.of(new TcpAo.Key(1, 1, TcpAo.Algorithm.HMAC_SHA_1_96, Secret.ofText("unspoken"))));

  private final SortedMap<TargetId, DesiredTarget> targets = new TreeMap<>();

  private static BgpSession.Builder session(String peer, String address, int port) {
    return BgpSession.builder(INSTANCE, peer, IpAddress.parse(address))
        .localAddress(IpAddress.parse("127.0.0.1"))
        .families(List.of(AddressFamily.IPV4))
        .peerPort(port)
        .peerAsn(65000)
        .timers(new BgpTimers(1, 9, 3));
  }

  private void want(BgpSession session) {
    targets.put(session.id(), new DesiredTarget(session, SpeakerPair.table("192.0.2.1/32")));
  }

  private static SessionStatus status(BgpSpeaker speaker, String peer) throws Exception {
    return speaker.status().stream()
        .filter(s -> s.id().name().equals(peer))
        .findFirst()
        .flatMap(s -> s.session())
        .orElseThrow();
  }

  private static int port(ServerSocketChannel server) throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  @Test
  void session_kernelWithoutTcpAo_isRefusedAndNothingIsSentNorTakenUnsigned() throws Exception {
    SpeakerLoop loop = new SpeakerLoop("probe");
    boolean lacking = loop.loop().submit(() -> loop.tcpAo().refusal(KEYS).isPresent()).get();
    loop.close(0);
    Assumptions.assumeTrue(lacking, "the kernel has TCP-AO");
    BgpSpeaker speaker = BgpSpeaker.builder().build();
    try (ServerSocketChannel guarded = ServerSocketChannel.open();
        ServerSocketChannel plain = ServerSocketChannel.open()) {
      guarded.bind(new InetSocketAddress("127.0.0.3", 0)).configureBlocking(false);
      plain.bind(new InetSocketAddress("127.0.0.4", 0));
      want(session("guarded", "127.0.0.3", port(guarded)).tcpAo(KEYS).build());
      want(session("plain", "127.0.0.4", port(plain)).build());
      speaker.retarget(targets);

      // by then the other peer, which comes later by name, has been connected to
      plain.accept().close();
      assertThat(guarded.accept()).isNull();
      SessionStatus refused = status(speaker, "guarded");
      assertThat(refused.state()).isEqualTo(SessionState.IDLE);
      assertThat(refused.lastError().orElseThrow().cause()).isEqualTo(Cause.AUTHENTICATION);
      assertThat(refused.lastError().orElseThrow().text())
          .contains("TCP-AO", "Linux 6.7", "stays down rather than run unauthenticated")
          .doesNotContain("unspoken");
      assertThat(refused.detail().protection().authentication()).isEqualTo("tcp-ao");

      // nor is it let in, while others are: the listening socket is as it should be
      SpeakerPair.await(() -> speaker.boundPort("i").isPresent());
      int listening = speaker.boundPort("i").getAsInt();
      try (SocketChannel stranger = SocketChannel.open()) {
        stranger.bind(new InetSocketAddress("127.0.0.3", 0));
        stranger.connect(new InetSocketAddress("127.0.0.1", listening));
        assertThat(ended(stranger)).isTrue();
      }
      RawPeer other = RawPeer.dial("127.0.0.4", listening);
      other.read(Open.class);
    } finally {
      speaker.stop(StopIntent.WITHDRAW);
    }
  }

  /** Whether the other side closes without a word. */
  private static boolean ended(SocketChannel channel) {
    try {
      return channel.read(ByteBuffer.allocate(100)) < 0;
    } catch (IOException reset) {
      return true;
    }
  }
}
