package io.readback.bench.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FailoverMeasurementTest {
  private static final String PING =
      """
      PING 192.0.2.100 (192.0.2.100) 56(84) bytes of data.
      [1000.000100] 64 bytes from 192.0.2.100: icmp_seq=1 ttl=64 time=0.05 ms
      [1000.002100] 64 bytes from 192.0.2.100: icmp_seq=2 ttl=64 time=0.05 ms
      [1000.312100] From 192.0.2.254 icmp_seq=3 Destination Host Unreachable
      [1000.322100] 64 bytes from 192.0.2.100: icmp_seq=160 ttl=64 time=0.05 ms
      """;

  @Test
  void longestGap_betweenTwoAnswers_isTheirDistance() {
    assertThat(FailoverMeasurement.longestGap(PING, 1_000_323_000_000L))
        .isCloseTo(320, within(0.01));
  }

  @Test
  void longestGap_noAnswerToTheEnd_countsTheSilence() {
    assertThat(FailoverMeasurement.longestGap(PING, 1_002_322_100_000L))
        .isCloseTo(2000, within(0.01));
  }

  @Test
  void load_itsLine_isReadByName() {
    assertThat(ArpLoad.parse("sent 500 asked 5 answered 4 seconds 1.000 median 12.5\n"))
        .containsEntry("asked", 5.0)
        .containsEntry("median", 12.5);
  }

  @Test
  void report_failures_haveMedianAndWorst_andFailedRunsAreCounted() {
    List<FailoverRun> runs =
        List.of(
            new FailoverRun(TakerKind.READBACK, FailureKind.CUT, 1, "", 310, 320),
            new FailoverRun(TakerKind.READBACK, FailureKind.CUT, 2, "", 330, 340),
            new FailoverRun(TakerKind.READBACK, FailureKind.CUT, 3, "", 305, 315),
            new FailoverRun(TakerKind.READBACK, FailureKind.CUT, 4, "nobody", 0, 0));
    assertThat(FailoverReport.of(runs))
        .contains("| cut | readback | 310 | 330 | 320 | 340 | 3 | 1 |");
  }
}
