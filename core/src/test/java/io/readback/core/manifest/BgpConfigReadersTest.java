package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpClusterConfig.Instance;
import io.readback.core.model.BgpNodeConfig;
import io.readback.core.model.BgpNodeOverride;
import io.readback.core.model.PeerDiscovery;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** CiliumBGPClusterConfig, CiliumBGPNodeConfig and CiliumBGPNodeConfigOverride. */
class BgpConfigReadersTest {
  private static String cluster(String spec) {
    return Reading.object("cilium.io/v2", "CiliumBGPClusterConfig", "c", spec);
  }

  private static BgpClusterConfig readCluster(String spec) {
    return Reading.state(cluster(spec)).clusterConfigs().get("c");
  }

  @Test
  void readCluster_everyField_isInTheModel() {
    String yaml =
        """
        apiVersion: cilium.io/v2alpha1
        kind: CiliumBGPClusterConfig
        metadata: {name: c, annotations: {readback.io/announcer: file}}
        spec:
          nodeSelector: {matchLabels: {rack: a}}
          bgpInstances:
            - name: one
              localASN: 4294967295
              localPort: 1790
              peers:
                - name: tor
                  peerAddress: 192.0.2.1
                  peerASN: 65000
                  peerConfigRef: {name: p, group: cilium.io, kind: CiliumBGPPeerConfig}
                - name: link-local
                  peerAddress: "fe80::1%eth0"
                - name: gateway
                  autoDiscovery: {mode: DefaultGateway, defaultGateway: {addressFamily: ipv6}}
        status: {conditions: []}
        """;

    BgpClusterConfig read = Reading.state(yaml).clusterConfigs().get("c");

    assertThat(Reading.faults(yaml)).isEmpty();
    assertThat(read.announcer()).contains("file");
    assertThat(read.nodeSelector().orElseThrow()).hasToString("rack=a");
    Instance one = read.instances().get(0);
    assertThat(one.name()).isEqualTo("one");
    assertThat(one.localAsn()).hasValue(4294967295L);
    assertThat(one.localPort()).hasValue(1790);
    assertThat(one.origin()).hasToString("m.yaml:7");
    assertThat(one.peers()).hasSize(3);
    assertThat(one.peers().get(0).address()).contains(IpAddress.parse("192.0.2.1"));
    assertThat(one.peers().get(0).asn()).isEqualTo(65000);
    assertThat(one.peers().get(0).peerConfig()).contains("p");
    assertThat(one.peers().get(0).origin()).hasToString("m.yaml:11");
    assertThat(one.peers().get(1).address()).contains(IpAddress.parse("fe80::1"));
    assertThat(one.peers().get(1).zone()).contains("eth0");
    assertThat(one.peers().get(1).asn()).isZero();
    assertThat(one.peers().get(2).address()).isEmpty();
    assertThat(one.peers().get(2).discovery())
        .contains(new PeerDiscovery.DefaultGateway(AddressFamily.IPV6));
  }

  static Stream<Arguments> brokenPeers() {
    return Stream.of(
        arguments(
            "{name: bad, peerAddress: 192.0.2.300}",
            "peerAddress: '192.0.2.300' is not an IP address (Write an IPv4 or IPv6 address such as"
                + " 192.0.2.1 or 2001:db8::1)"),
        arguments(
            "{name: bad, peerAddress: 192.0.2.1%eth0}",
            "peerAddress: '192.0.2.1%eth0' is not an IP address with a zone (Write it as"
                + " fe80::1%eth0, or an address alone)"),
        arguments(
            "{name: bad}",
            "peerAddress: the peer has no address, it has no effect (Add" + " peerAddress)"),
        arguments("{peerAddress: 192.0.2.1}", "name: the field is missing (Add name)"),
        arguments(
            "{name: good, peerAddress: 192.0.2.1}",
            "name: a second peer is called 'good', it has no effect (Give each peer its own"
                + " name)"),
        arguments(
            "{name: \"\", peerAddress: 192.0.2.1}", "name: must not be empty (Give it a value)"),
        arguments(
            "{name: bad, peerAddress: 192.0.2.1, peerASN: 4294967296}",
            "peerASN: '4294967296' is not in the range 0 to 4294967295 (Use a value in the"
                + " range)"),
        arguments(
            "{name: bad, peerAddress: 192.0.2.1, peerASN: \"65000\"}",
            "peerASN: '65000' is a text in quotes where a whole number is needed (Write 65000"
                + " without quotes)"),
        arguments(
            "{name: bad, autoDiscovery: {mode: Lldp}}",
            "autoDiscovery.mode: mode Lldp is not known, the peer is not discovered (Use"
                + " DefaultGateway or Unnumbered, or give the peer a peerAddress)"),
        arguments(
            "{name: bad, autoDiscovery: {mode: Unnumbered, unnumbered: {}}}",
            "autoDiscovery.unnumbered.interface: the field is missing (Add interface)"),
        arguments(
            "{name: bad, autoDiscovery: {mode: DefaultGateway}}",
            "autoDiscovery.defaultGateway: the field is missing (Add defaultGateway)"));
  }

  @ParameterizedTest
  @MethodSource("brokenPeers")
  void readCluster_brokenPeer_losesThatPeerAlone(String peer, String problem) {
    String spec =
        "bgpInstances:\n- name: i\n  localASN: 65001\n  peers:\n"
            + "  - {name: good, peerAddress: 192.0.2.9}\n  - "
            + peer;

    assertThat(Reading.faults(cluster(spec)))
        .containsExactly(
            "m.yaml:10: error: CiliumBGPClusterConfig c: spec.bgpInstances[0].peers[1]." + problem);
    assertThat(readCluster(spec).instances().get(0).peers())
        .extracting(BgpClusterConfig.Peer::name)
        .containsExactly("good");
  }

  @Test
  void readCluster_localAsnZero_isAProblemAndTheRestIsRead() {
    String spec = "bgpInstances:\n- {name: i, localASN: 0}\n- {name: j, localASN: 65001}";

    assertThat(Reading.problems(cluster(spec)))
        .containsExactly(
            "m.yaml:6: error: CiliumBGPClusterConfig c: spec.bgpInstances[0].localASN: '0' is not"
                + " in the range 1 to 4294967295 (Use a value in the range)");
    assertThat(readCluster(spec).instances().get(0).localAsn()).isEmpty();
    assertThat(readCluster(spec).instances().get(1).localAsn()).hasValue(65001);
  }

  @Test
  void readCluster_sixteenInstances_areTheMost() {
    StringBuilder spec = new StringBuilder("bgpInstances:\n");
    for (int i = 0; i < 17; i++) {
      spec.append("- {name: i").append(i).append("}\n");
    }

    assertThat(Reading.problems(cluster(spec.toString())))
        .singleElement()
        .asString()
        .startsWith("m.yaml:22: error: CiliumBGPClusterConfig c: spec.bgpInstances[16]: more than");
    assertThat(readCluster(spec.toString()).instances()).hasSize(16);
  }

  @Test
  void readCluster_noInstances_isAProblem() {
    assertThat(Reading.problems(cluster("bgpInstances: []")))
        .containsExactly(
            "m.yaml:5: error: CiliumBGPClusterConfig c: spec.bgpInstances: without instances nobody"
                + " peers (Add 1 to 16 instances)");
  }

  @Test
  void readCluster_brokenNodeSelector_hasNoEffectRatherThanEveryNode() {
    String spec = "nodeSelector: {matchLabel: {a: b}, matchLabels: x}\nbgpInstances: [{name: i}]";

    assertThat(Reading.problems(cluster(spec))).hasSize(2);
    assertThat(readCluster(spec)).isNull();
  }

  @Test
  void readNodeConfig_everyField_isInTheModel() {
    String yaml =
        Reading.object(
            "cilium.io/v2",
            "CiliumBGPNodeConfig",
            "node-1",
            """
            bgpInstances:
              - name: i
                localASN: 65001
                routerID: 192.0.2.7
                localPort: 179
                peers:
                  - name: p
                    peerAddress: 192.0.2.1
                    peerASN: 65000
                    localAddress: 192.0.2.7
                    peerConfigRef: {name: c}
            """);

    BgpNodeConfig read = Reading.state(yaml).nodeConfigs().get("node-1");

    assertThat(Reading.faults(yaml)).isEmpty();
    BgpNodeConfig.Instance instance = read.instances().get(0);
    assertThat(instance.localAsn()).hasValue(65001);
    assertThat(instance.routerId()).contains(IpAddress.parse("192.0.2.7"));
    assertThat(instance.localPort()).hasValue(179);
    assertThat(instance.peers().get(0))
        .hasToString(
            "Peer[name=p, address=Optional[192.0.2.1], zone=Optional.empty, asn=65000,"
                + " localAddress=Optional[192.0.2.7], peerConfig=Optional[c],"
                + " discovery=Optional.empty]");
  }

  @Test
  void readNodeConfig_discoveredPeers_areInTheModel() {
    String yaml =
        Reading.object(
            "cilium.io/v2",
            "CiliumBGPNodeConfig",
            "node-1",
            """
            bgpInstances:
              - name: i
                localASN: 65001
                peers:
                  - name: p
                    localAddress: 192.0.2.7
                    autoDiscovery: {mode: DefaultGateway, defaultGateway: {addressFamily: ipv4}}
                  - name: q
                    autoDiscovery: {mode: Unnumbered, unnumbered: {interface: eth0}}
            """);

    List<BgpNodeConfig.Peer> peers =
        Reading.state(yaml).nodeConfigs().get("node-1").instances().get(0).peers();

    assertThat(Reading.faults(yaml)).isEmpty();
    assertThat(peers).extracting(BgpNodeConfig.Peer::address).containsOnly(Optional.empty());
    assertThat(peers.get(0).localAddress()).contains(IpAddress.parse("192.0.2.7"));
    assertThat(peers.get(0).discovery())
        .contains(new PeerDiscovery.DefaultGateway(AddressFamily.IPV4));
    assertThat(peers.get(1).discovery()).contains(new PeerDiscovery.Unnumbered("eth0"));
  }

  @Test
  void readOverride_everyField_isInTheModel() {
    String yaml =
        Reading.object(
            "cilium.io/v2",
            "CiliumBGPNodeConfigOverride",
            "node-1",
            """
            bgpInstances:
              - name: i
                localASN: 65009
                routerID: 192.0.2.8
                localPort: 1790
                peers: [{name: p, localAddress: 192.0.2.8, localPort: 99}]
            """);

    BgpNodeOverride read = Reading.state(yaml).nodeOverrides().get("node-1");

    assertThat(Reading.problems(yaml)).isEmpty();
    assertThat(read.instances().get(0).localAsn()).hasValue(65009);
    assertThat(read.instances().get(0).routerId()).contains(IpAddress.parse("192.0.2.8"));
    assertThat(read.instances().get(0).localPort()).hasValue(1790);
    assertThat(read.instances().get(0).peers().get(0).localAddress())
        .contains(IpAddress.parse("192.0.2.8"));
  }

  @Test
  void readOverride_ipv6RouterId_isAProblem() {
    String yaml =
        Reading.object(
            "cilium.io/v2",
            "CiliumBGPNodeConfigOverride",
            "node-1",
            "bgpInstances:\n- name: i\n  routerID: \"2001:db8::1\"");

    assertThat(Reading.problems(yaml))
        .containsExactly(
            "m.yaml:7: error: CiliumBGPNodeConfigOverride node-1: spec.bgpInstances[0].routerID: a"
                + " BGP Identifier is written as an IPv4 address other than 0.0.0.0, this one has"
                + " no effect (Use an IPv4 address of the node)");
    assertThat(Reading.state(yaml).nodeOverrides().get("node-1").instances().get(0).routerId())
        .isEmpty();
  }
}
