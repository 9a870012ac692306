package io.readback.bgp.bmp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.PrefixMap;
import java.time.Instant;
import java.util.List;

/**
 * No octets of a router make the station throw or hold more than its limits. Ordinary runs replay
 * the inputs kept in {@code src/test/resources}; see {@code DecoderFuzzTest} for how to search for
 * new ones.
 */
class BmpFuzzTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_600_000_000);

  /** A stream of messages, as the station reads it. */
  @FuzzTest(maxDuration = "60s")
  void stream(byte[] data) {
    RouterFeed feed =
        new RouterFeed(IpAddress.parse("192.0.2.1"), 4000, NOW, new StationLimits(1, 3, 10));
    int at = 0;
    try {
      int length;
      while ((length = BmpDecoder.messageLength(data, at, data.length - at)) > 0
          && length <= data.length - at) {
        BmpMessage message = BmpDecoder.decode(data, at, length);
        if (!(message instanceof BmpMessage.Statistics)) {
          // the count of statistics is written anew; all else survives another trip
          assertThat(roundTrip(message)).isEqualTo(message);
        }
        at += length;
        if (feed.message(message, NOW)) {
          break;
        }
      }
    } catch (BmpException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    List<MonitoredPeer> peers = feed.picture().peers();
    assertThat(peers).hasSizeLessThanOrEqualTo(3);
    assertThat(
            peers.stream()
                .flatMap(p -> p.tables().values().stream())
                .mapToInt(BmpFuzzTest::routes)
                .sum())
        .isLessThanOrEqualTo(10);
  }

  private static int routes(PrefixMap<List<MonitoredRoute>> table) {
    int sum = 0;
    for (var e : table) {
      sum += e.getValue().size();
    }
    return sum;
  }

  private static BmpMessage roundTrip(BmpMessage message) throws BmpException {
    byte[] bytes = BmpCodecTest.encode(message);
    return BmpDecoder.decode(bytes, 0, bytes.length);
  }
}
