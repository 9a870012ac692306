package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.BgpDynamicPeers;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.BgpSession.PeerType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicPeersReaderTest {
  private static String peers(String spec) {
    return Reading.object("readback.io/v1alpha1", "BgpDynamicPeers", "racks", spec);
  }

  @Test
  void read_everyField_isInTheModel() {
    String yaml =
        peers(
            """
            nodeSelector: {matchLabels: {rack: a}}
            instance: blue
            prefixes: [172.16.0.0/16, "fe80::/10"]
            peerASNs: [65001, 65000]
            peerType: external
            limit: 20
            peerConfigRef: {name: tor}
            """);

    BgpDynamicPeers read = Reading.state(yaml).readback().dynamicPeers().get("racks");

    assertThat(Reading.faults(yaml)).isEmpty();
    assertThat(read.instance()).isEqualTo("blue");
    assertThat(read.prefixes())
        .containsExactly(IpPrefix.parse("172.16.0.0/16"), IpPrefix.parse("fe80::/10"));
    assertThat(read.asns()).containsExactly(65000L, 65001L);
    assertThat(read.peerType()).isEqualTo(PeerType.EXTERNAL);
    assertThat(read.limit()).isEqualTo(20);
    assertThat(read.peerConfig()).contains("tor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prefixes: [172.16.0.0/16]",
        "instance: blue",
        "{instance: blue, prefixes: []}",
        "{instance: blue, prefixes: [somewhere]}",
        "{instance: blue, prefixes: [172.16.0.0/16], peerASNs: [0]}",
        "{instance: blue, prefixes: [172.16.0.0/16], peerType: friendly}"
      })
  void read_whoMayConnectIsBroken_leavesTheObjectWithoutEffect(String spec) {
    String yaml = peers(spec + "\n");

    assertThat(Reading.faults(yaml)).isNotEmpty();
    assertThat(Reading.state(yaml).readback().dynamicPeers()).isEmpty();
  }
}
