package io.readback.bgp.bmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.readback.bgp.codec.MessageEncoder;
import io.readback.bgp.message.Capability;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.bgp.rib.EncodedTable;
import io.readback.bgp.rib.RouteEncoding;
import io.readback.bgp.session.EstablishedSession;
import io.readback.bgp.session.SessionEnd;
import io.readback.bgp.session.SessionEnds;
import io.readback.lab.LabTest;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetKind;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector is told of a session, read by tshark. */
@LabTest
final class BmpExportIT {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  /** An UPDATE whose ORIGIN has no such value. */
  private static final Octets FAULTY =
      Octets.ofHex(
          "ffffffffffffffffffffffffffffffff"
              + "0030020000"
              + "0014"
              + "40010109"
              + "4002060201"
              + "0000fde8"
              + "400304c0000201"
              + "20c6336401");

  @TempDir private java.nio.file.Path dir = java.nio.file.Path.of("");

  private static String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return out;
  }

  private static Octets open(long asn, String id) {
    return Octets.of(
        MessageEncoder.encode(
            new Open(
                Open.VERSION,
                asn,
                90,
                IpAddress.parse(id),
                List.of(
                    new Capability.Multiprotocol(Family.IPV4_UNICAST),
                    new Capability.FourOctetAs(asn)))));
  }

  /** A session with one route of ours and one of the peer's. */
  private static final class Session implements EstablishedSession {
    private final EncodedTable table = new EncodedTable();

    Session() {
      table.advance(
          RouteTable.EMPTY.with(IpPrefix.parse("203.0.113.1/32"), Path.self(PathAttributes.NONE)));
    }

    @Override
    public TargetId id() {
      return new TargetId(TargetKind.BGP_SESSION, "i", "p");
    }

    @Override
    public SessionEnds ends() {
      return new SessionEnds(
          65001,
          65000,
          IpAddress.parse("192.0.2.2"),
          40000,
          IpAddress.parse("192.0.2.1"),
          179,
          true,
          false,
          false);
    }

    @Override
    public IpAddress peerIdentifier() {
      return IpAddress.parse("10.0.0.1");
    }

    @Override
    public Octets sentOpen() {
      return open(65001, "10.0.0.2");
    }

    @Override
    public Octets receivedOpen() {
      return open(65000, "10.0.0.1");
    }

    @Override
    public RouteEncoding encoding() {
      return new RouteEncoding(
          65001, false, true, IpAddress.parse("192.0.2.2"), false, List.of(AddressFamily.IPV4));
    }

    @Override
    public EncodedTable table() {
      return table;
    }

    @Override
    public PrefixMap<ReceivedRoute> received() {
      Path path =
          new Path(List.of(new NextHop.Address(IpAddress.parse("192.0.2.1"))), PathAttributes.NONE);
      return PrefixMap.<ReceivedRoute>empty()
          .with(IpPrefix.parse("198.51.100.0/24"), new ReceivedRoute(path, T0));
    }

    @Override
    public long treatedAsWithdraw() {
      return 3;
    }

    @Override
    public long prefixesTreatedAsWithdraw() {
      return 5;
    }

    @Override
    public PrefixMap<ReceivedRoute> accepted() {
      return received();
    }
  }

  @Test
  void feed_ofASession_isReadByTshark() throws Exception {
    ByteBuf out = Unpooled.buffer();
    SessionFeed feed = new SessionFeed(() -> T0);
    feed.up(new Session());
    assertThat(feed.fill(out, 60_000)).isTrue();
    feed.statistics(out);
    feed.faulty(FAULTY);
    assertThat(feed.fill(out, 60_000)).isTrue();
    feed.down(
        new SessionEnd(
            SessionEnd.Kind.SENT_NOTIFICATION,
            Octets.of(MessageEncoder.encode(Notification.of(ErrorCode.ADMINISTRATIVE_SHUTDOWN))),
            8));
    assertThat(feed.fill(out, 60_000)).isTrue();
    java.nio.file.Path dump = dir.resolve("bmp.txt");
    Files.writeString(dump, hexDump(ByteBufUtil.getBytes(out)));
    String file = dir.resolve("bmp.pcap").toString();
    run("text2pcap", "-T", "40001,11019", dump.toString(), file);

    String[] tshark = {"tshark", "-r", file, "-d", "tcp.port==11019,bmp", "-V"};
    String read = run(tshark);
    assertThat(read)
        .contains("Type: Peer Up Notification", "Type: Route Monitoring")
        .contains("Type: Statistics Report", "Type: Peer Down Notification")
        .contains("203.0.113.1/32", "198.51.100.0/24")
        // its elements are not taken apart by every version: the message in them is
        .contains("Type: Route Mirroring", "Origin: Unknown (9)")
        .contains("updates subjected to treat-as-withdraw: 3")
        .contains("prefixes subjected to treat-as-withdraw: 5")
        .contains("routes in pre-policy Adj-RIBs-Out: 1")
        .doesNotContain("Malformed");
  }

  private static String hexDump(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length; i += 16) {
      text.append(String.format("%06x", i));
      for (int j = i; j < Math.min(bytes.length, i + 16); j++) {
        text.append(String.format(" %02x", bytes[j]));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
