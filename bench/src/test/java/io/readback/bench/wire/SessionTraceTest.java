package io.readback.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.bench.routes.Messages;
import io.readback.bench.routes.RouteSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class SessionTraceTest {
  private static final byte[] KEEPALIVE = HexFormat.of().parseHex("ff".repeat(16) + "001304");
  private static final Messages MESSAGES = new Messages(65001, Frames.SENDER);
  private static final long SECOND = 1_000_000_000L;

  private static SessionTrace trace(Frames frames) throws IOException {
    return SessionTrace.of(CaptureFile.read(frames.bytes()), Frames.SENDER).orElseThrow();
  }

  @Test
  void of_aSession_tellsItsTimesAndCounts() throws IOException {
    byte[] open = MESSAGES.open();
    byte[] stream = MESSAGES.stream(new RouteSet(3, 1));
    SessionTrace trace =
        trace(
            new Frames()
                .open()
                .sent(10, 1, open)
                .answered(20, 1, open)
                .answered(30, 1 + open.length, KEEPALIVE)
                .sent(40, 1 + open.length, stream)
                .answered(50, 1 + open.length + 19, KEEPALIVE));
    assertThat(trace)
        .isEqualTo(
            new SessionTrace(
                SECOND + 30_000, SECOND + 40_000, SECOND + 40_000, 2, stream.length, 3, 0, false));
  }

  @Test
  void of_aMessageInTwoSegments_countsAtTheSecond() throws IOException {
    byte[] update = MESSAGES.announcement(0x0a000001);
    byte[] begin = Arrays.copyOf(update, 30);
    byte[] rest = Arrays.copyOfRange(update, 30, update.length);
    SessionTrace trace = trace(new Frames().open().sent(10, 1, begin).sent(25, 31, rest));
    assertThat(trace.first()).isEqualTo(SECOND + 25_000);
    assertThat(trace.announced()).isEqualTo(1);
  }

  @Test
  void of_aRepeatedSegment_countsItOnce() throws IOException {
    byte[] update = MESSAGES.announcement(0x0a000001);
    SessionTrace trace = trace(new Frames().open().sent(10, 1, update).sent(20, 1, update));
    assertThat(trace.updates()).isEqualTo(1);
    assertThat(trace.broken()).isFalse();
  }

  @Test
  void of_aSegmentThatIsMissing_isBroken() throws IOException {
    byte[] update = MESSAGES.announcement(0x0a000001);
    SessionTrace trace =
        trace(new Frames().open().sent(10, 1, update).sent(20, 1 + 2 * update.length, update));
    assertThat(trace.updates()).isEqualTo(1);
    assertThat(trace.broken()).isTrue();
  }

  @Test
  void of_twoConnections_takesTheOneThatCarriedMore() throws IOException {
    byte[] update = MESSAGES.announcement(0x0a000001);
    Frames frames = new Frames().open().sent(10, 1, update);
    assertThat(SessionTrace.of(CaptureFile.read(frames.bytes()), Frames.RECEIVER))
        .hasValueSatisfying(t -> assertThat(t.updates()).isZero());
    assertThat(SessionTrace.of(CaptureFile.read(frames.bytes()), 1)).isEmpty();
  }

  @Test
  void read_aFileThatIsCutOff_leavesTheLastPacketOut() throws IOException {
    byte[] whole = new Frames().open().sent(10, 1, KEEPALIVE).bytes();
    assertThat(CaptureFile.read(Arrays.copyOf(whole, whole.length - 1))).hasSize(2);
    assertThatThrownBy(() -> CaptureFile.read(new byte[3])).hasMessage("the capture is empty");
  }

  @Test
  void contains_prefixInThePayload_isFound() throws IOException {
    byte[] update = MESSAGES.announcement(0x0a000001);
    Packet packet = CaptureFile.read(new Frames().sent(10, 1, update).bytes()).get(0);
    assertThat(packet.contains(HexFormat.of().parseHex("200a000001"))).isTrue();
    assertThat(packet.contains(HexFormat.of().parseHex("200a000002"))).isFalse();
    assertThat(packet.contains(HexFormat.of().parseHex("0800"))).isFalse();
  }
}
