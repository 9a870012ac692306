package io.readback.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RouteMonitorTest {
  @Test
  void parse_whatIpPrints_firstTimesOfAddedRoutes() {
    assertThat(
            RouteMonitor.parse(
                """
                [1970-01-01T00:00:01.000250] 198.18.0.1 nhid 9 via 172.16.10.11 dev eth0 proto bgp metric 20\s
                [1970-01-01T00:00:02.000000] Deleted 198.18.0.1 nhid 9 via 172.16.10.11 dev eth0 proto bgp metric 20\s
                [1970-01-01T00:00:03.000000] 198.18.0.1 nhid 9 via 172.16.10.11 dev eth0 proto bgp metric 20\s
                [1970-01-01T00:00:04.500000] 198.18.0.2 nhid 9 via 172.16.10.11 dev eth0 proto bgp metric 20\s
                [1970-01-01T00:00:05.000000] 172.16.10.0/24 dev eth0 proto kernel scope link src 172.16.10.1\s
                """))
        .containsOnly(
            java.util.Map.entry("198.18.0.1", 1_000_250_000L),
            java.util.Map.entry("198.18.0.2", 4_500_000_000L));
  }
}
