package io.readback.lab.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldRouteTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RT:65011:7", // FRR
        "(rt, 65011, 7)", // BIRD
        "[\"rt 65011:7\"]", // OpenBGPD
        "[{\"value\":1,\"string\":\"target:65011:7\"}]", // ExaBGP
      })
  void targets_asEachRouterWritesThem_areTheSame(String text) {
    assertThat(HeldRoute.targets(text)).containsExactly("65011:7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LB:65011:250000000 (2.000 Gbps)", // FRR
        "(unknown 0x4004, 65011, 1299082024)", // BIRD
        "[{\"type\":64,\"subtype\":4,\"asn\":65011,\"bandwidth\":250000000}]", // GoBGP
        "[{\"value\":4613091139752192808,\"string\":\"\"}]", // ExaBGP
      })
  void bandwidths_asEachRouterWritesThem_areTheSame(String text) {
    assertThat(HeldRoute.bandwidths(text)).containsExactly(250_000_000L);
  }

  @Test
  void held_fromBird_isInTheCommonWords() {
    String text =
        """
        192.0.2.1/32         unicast [p0 10:00:00.000] * (100) [AS65011i]
        \tvia 172.16.10.11 on eth0
        \tType: BGP univ
        \tBGP.origin: IGP
        \tBGP.as_path: 65011 65012
        \tBGP.next_hop: 172.16.10.11
        \tBGP.med: 5
        \tBGP.local_pref: 100
        \tBGP.community: (65011,1) (65011,2)
        \tBGP.large_community: (65011, 1, 2)
        \tBGP.ext_community: (rt, 65011, 7)
        """;
    assertThat(BirdRoute.parse(text).get(0).held())
        .isEqualTo(
            new HeldRoute(
                "192.0.2.1/32",
                "172.16.10.11",
                "65011 65012",
                OptionalLong.of(100),
                OptionalLong.of(5),
                List.of("65011:1", "65011:2"),
                List.of("65011:1:2"),
                List.of("65011:7"),
                List.of()));
  }

  @Test
  void of_pathAsGobgpPrintsIt_isInTheCommonWords() {
    String text =
        """
        {"attrs": [
          {"type": 1, "value": 0},
          {"type": 2, "as_paths": [{"segment_type": 2, "num": 1, "asns": [65011]}]},
          {"type": 3, "nexthop": "172.16.10.11"},
          {"type": 4, "metric": 5},
          {"type": 8, "communities": [4260560897]},
          {"type": 32, "value": [{"ASN": 65011, "LocalData1": 1, "LocalData2": 2}]},
          {"type": 16, "value": [{"type": 0, "subtype": 2, "value": "65011:7"}]}
        ]}
        """;
    assertThat(GobgpRoute.of("192.0.2.1/32", Json.parse("test", text)))
        .isEqualTo(
            new HeldRoute(
                "192.0.2.1/32",
                "172.16.10.11",
                "65011",
                OptionalLong.empty(),
                OptionalLong.of(5),
                List.of("65011:1"),
                List.of("65011:1:2"),
                List.of("65011:7"),
                List.of()));
  }

  @Test
  void communities_byName_areNumbers() {
    HeldRoute route =
        new HeldRoute(
            "192.0.2.1/32",
            "172.16.10.11",
            "",
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of("graceful-shutdown", "GRACEFUL_SHUTDOWN", "llgr-stale", "65011:1"),
            List.of(),
            List.of(),
            List.of());
    assertThat(route.communities()).containsExactly("65535:0", "65535:0", "65535:6", "65011:1");
  }
}
