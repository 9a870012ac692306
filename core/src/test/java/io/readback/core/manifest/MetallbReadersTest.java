package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.MetallbObjects;
import io.readback.core.model.MetallbPeer;
import io.readback.core.model.MetallbPeer.RemoteAs;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.SecretRef;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MetallbReadersTest {
  private static final String REFUSED =
      ": the object has no effect, MetalLB itself refuses it (Mend what is named)";

  private static String pool(String spec) {
    return Reading.object("metallb.io/v1beta1", "IPAddressPool", "p", spec);
  }

  private static String peer(String spec) {
    return Reading.object("metallb.io/v1beta2", "BGPPeer", "p", spec);
  }

  private static String advertisement(String spec) {
    return Reading.object("metallb.io/v1beta1", "BGPAdvertisement", "a", spec);
  }

  private static MetallbObjects objects(String yaml) {
    return Reading.state(yaml).metallb();
  }

  @Test
  void pool_everyField_isInTheModel() {
    String yaml =
        """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata:
          name: p
          namespace: metallb-system
          labels: {tier: gold}
          creationTimestamp: "2026-01-31T12:00:00Z"
        spec:
          addresses:
            - 192.168.10.0/24
            - 192.168.9.1-192.168.9.5
            - fc00:f853:0ccd:e799::1 - fc00:f853:0ccd:e799::ff
          autoAssign: false
          avoidBuggyIPs: true
          serviceAllocation:
            priority: 50
            namespaces: [b, a]
            namespaceSelectors: [{matchLabels: {foo: bar}}]
            serviceSelectors: [{matchExpressions: [{key: app, operator: In, values: [x]}]}]
        status: {assignedIPv4: 3, availableIPv4: 253}
        """;

    MetallbPool pool = objects(yaml).pools().get("p");

    assertThat(Reading.faults(yaml)).isEmpty();
    assertThat(pool.namespace()).isEqualTo("metallb-system");
    assertThat(pool.labels()).hasToString("{tier=gold}");
    assertThat(pool.blocks().toString())
        .isEqualTo(
            "[192.168.10.0/24, 192.168.9.1-192.168.9.5,"
                + " fc00:f853:ccd:e799::1-fc00:f853:ccd:e799::ff]");
    assertThat(pool.autoAssign()).isFalse();
    assertThat(pool.avoidBuggyIps()).isTrue();
    MetallbPool.Pinning pinning = pool.pinning().orElseThrow();
    assertThat(pinning.priority()).isEqualTo(50);
    assertThat(pinning.namespaces()).containsExactly("a", "b");
    assertThat(pinning.namespaceSelectors()).hasToString("[foo=bar]");
    assertThat(pinning.serviceSelectors()).hasToString("[app in [x]]");
    assertThat(pool.created()).contains(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(pool.origin()).hasToString("m.yaml:1");
  }

  @Test
  void pool_fewFields_getsDefaults() {
    MetallbPool pool = objects(pool("addresses: [192.0.2.0/24]")).pools().get("p");

    assertThat(pool.autoAssign()).isTrue();
    assertThat(pool.avoidBuggyIps()).isFalse();
    assertThat(pool.pinning()).isEmpty();
    assertThat(pool.namespace()).isEqualTo("default");
  }

  @Test
  void pool_priorityBelowZero_isTakenWithANotice() {
    String yaml = pool("addresses: [192.0.2.0/24]\nserviceAllocation: {priority: -1}");

    assertThat(objects(yaml).pools().get("p").pinning().orElseThrow().priority()).isEqualTo(-1);
    assertThat(Reading.faults(yaml))
        .singleElement()
        .asString()
        .contains("notice", "spec.serviceAllocation.priority", "no certain place");
  }

  static Stream<Arguments> brokenPools() {
    return Stream.of(
        arguments(
            "addresses: []",
            "spec.addresses: the pool has no addresses (List prefixes, or ranges as start-end)"),
        arguments(
            "addresses: [192.0.2.9-192.0.2.1]",
            "spec.addresses[0]: '192.0.2.9-192.0.2.1' starts above its end (Exchange the two)"),
        arguments(
            "addresses: [\"192.0.2.1-2001:db8::1\"]",
            "spec.addresses[0]: start and end of '192.0.2.1-2001:db8::1' are of different families"
                + " (Make a range of each family)"),
        arguments(
            "addresses: [192.0.2.1-9]",
            "spec.addresses[0]: '192.0.2.1-9' is not a range of addresses (Write it as"
                + " 192.0.2.10-192.0.2.20, or as a prefix)"),
        arguments(
            "addresses: [192.0.2.1]",
            "spec.addresses[0]: '192.0.2.1' is not a prefix in CIDR form (Add a prefix length, for"
                + " one address /32 (IPv4) or /128 (IPv6))"),
        arguments(
            "{addresses: [192.0.2.0/24], serviceAllocation: {namespaces: [a, a]}}",
            "spec.serviceAllocation.namespaces[1]: 'a' is given twice (Keep one of them)"),
        arguments(
            "{addresses: [192.0.2.0/24], serviceAllocation: {serviceSelectors: ["
                + "{matchLabels: {a: b}}, {matchLabels: {a: b}}]}}",
            "spec.serviceAllocation.serviceSelectors[1]: the selector a=b is given twice (Keep one"
                + " of them)"));
  }

  @ParameterizedTest
  @MethodSource("brokenPools")
  void pool_aBrokenField_leavesItWithoutEffect(String spec, String problem) {
    assertThat(objects(pool(spec)).pools()).isEmpty();
    assertThat(Reading.faults(pool(spec)))
        .containsExactlyInAnyOrder(
            "m.yaml:5: error: IPAddressPool default/p: " + problem,
            "m.yaml:4: error: IPAddressPool default/p: spec" + REFUSED);
  }

  @Test
  void peer_everyField_isInTheModel() {
    String yaml =
        """
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec:
          myASN: 64512
          peerASN: 64513
          localASN: 64599
          peerAddress: 10.2.2.254
          sourceAddress: 10.2.2.1
          peerPort: 1179
          holdTime: 3m
          keepaliveTime: 1m0s
          connectTime: 10s
          routerID: 10.10.10.10
          nodeSelectors: [{matchLabels: {rack: a}}, {matchLabels: {rack: b}}]
          passwordSecret: {name: bgp-password, namespace: metallb-system}
          bfdProfile: fast
          enableGracefulRestart: true
          ebgpMultiHop: true
          vrf: red
          dualStackAddressFamily: true
        """;

    MetallbPeer peer = objects(yaml).peers().get("tor");

    assertThat(Reading.faults(yaml)).isEmpty();
    assertThat(peer.myAsn()).isEqualTo(64512);
    assertThat(peer.remoteAs()).isEqualTo(new RemoteAs.Fixed(64513));
    assertThat(peer.localAsn()).hasValue(64599);
    assertThat(peer.address().orElseThrow()).hasToString("10.2.2.254");
    assertThat(peer.interfaceName()).isEmpty();
    assertThat(peer.sourceAddress().orElseThrow()).hasToString("10.2.2.1");
    assertThat(peer.peerPort()).isEqualTo(1179);
    assertThat(peer.holdTime()).hasValue(180);
    assertThat(peer.keepaliveTime()).hasValue(60);
    assertThat(peer.connectTime()).hasValue(10);
    assertThat(peer.routerId().orElseThrow()).hasToString("10.10.10.10");
    assertThat(peer.nodeSelectors()).hasToString("[rack=a, rack=b]");
    assertThat(peer.password()).isEmpty();
    assertThat(peer.passwordSecret()).contains(new SecretRef("metallb-system", "bgp-password"));
    assertThat(peer.bfdProfile()).contains("fast");
    assertThat(peer.gracefulRestart()).isTrue();
    assertThat(peer.ebgpMultiHop()).isTrue();
    assertThat(peer.vrf()).contains("red");
    assertThat(peer.disableMp()).isFalse();
    assertThat(peer.dualStackAddressFamily()).isTrue();
  }

  @Test
  void peer_fewFields_getsDefaults() {
    MetallbPeer peer =
        objects(peer("{myASN: 64512, dynamicASN: external, interface: eth1}")).peers().get("p");

    assertThat(peer.remoteAs()).isEqualTo(new RemoteAs.External());
    assertThat(peer.interfaceName()).contains("eth1");
    assertThat(peer.address()).isEmpty();
    assertThat(peer.peerPort()).isEqualTo(179);
    assertThat(peer.holdTime()).isEmpty();
    assertThat(peer.keepaliveTime()).isEmpty();
    assertThat(peer.connectTime()).isEmpty();
    assertThat(peer.nodeSelectors()).isEmpty();
    assertThat(peer.gracefulRestart()).isFalse();
    assertThat(peer.dualStackAddressFamily()).isFalse();
  }

  @Test
  void peer_ofV1beta1_isReadWithItsDefaults() {
    String yaml =
        Reading.object(
            "metallb.io/v1beta1",
            "BGPPeer",
            "p",
            """
            myASN: 64512
            peerASN: 64512
            peerAddress: fe80::1%eth0
            peerPort: 0
            holdTime: 90s
            password: hidden
            nodeSelectors: [{matchExpressions: [{key: rack, operator: Exists}]}]
            """);

    MetallbPeer peer = objects(yaml).peers().get("p");

    assertThat(Reading.faults(yaml))
        .containsExactly(
            "m.yaml:1: notice: BGPPeer default/p: apiVersion: v1beta1 of BGPPeer is deprecated (Use"
                + " metallb.io/v1beta2)");
    assertThat(peer.peerPort()).isEqualTo(179);
    assertThat(peer.zone()).contains("eth0");
    assertThat(peer.holdTime()).hasValue(90);
    assertThat(peer.keepaliveTime()).hasValue(30);
    assertThat(peer.password()).isPresent();
    assertThat(peer.toString()).doesNotContain("hidden");
    assertThat(peer.nodeSelectors()).hasToString("[rack]");
  }

  @ParameterizedTest
  @CsvSource({
    "'holdTime: 0s', 0, 0",
    "'holdTime: 3s', 3, 1",
    "'keepaliveTime: 10s', 30, 10",
    "'{holdTime: 90s, keepaliveTime: 90s}', 90, 90",
    "'holdTime: 3.5s', 3, 1",
    "'holdTime: \"0\"', 0, 0"
  })
  void peer_oneTimer_derivesTheOther(String fields, int hold, int keepalive) {
    String inner = fields.replaceAll("[{}]", "");
    String spec = "{myASN: 1, peerASN: 2, peerAddress: 10.0.0.1, " + inner + "}";

    MetallbPeer peer = objects(peer(spec)).peers().get("p");

    assertThat(peer.holdTime()).hasValue(hold);
    assertThat(peer.keepaliveTime()).hasValue(keepalive);
  }

  static Stream<Arguments> brokenPeers() {
    String base = "myASN: 64512, peerASN: 64513, peerAddress: 10.0.0.1";
    return Stream.of(
        arguments(
            "peerASN: 64513, peerAddress: 10.0.0.1",
            "spec.myASN: the field is missing (Add myASN)"),
        arguments(
            "myASN: 0, peerASN: 64513, peerAddress: 10.0.0.1",
            "spec.myASN: '0' is not in the range 1 to 4294967295 (Use a value in the range)"),
        arguments(
            "myASN: 64512, peerAddress: 10.0.0.1",
            "spec.peerASN: the AS of the peer is missing (Add peerASN, or dynamicASN)"),
        arguments(
            base + ", dynamicASN: external",
            "spec.dynamicASN: peerASN is given as well, only one of them may be (Keep one of"
                + " them)"),
        arguments(
            "myASN: 1, dynamicASN: any, peerAddress: 10.0.0.1",
            "spec.dynamicASN: 'any' is not one of external, internal (Use one of them)"),
        arguments(
            base + ", interface: eth0",
            "spec.interface: peerAddress is given as well, only one of them may be (Keep one of"
                + " them)"),
        arguments(
            "myASN: 64512, peerASN: 64513",
            "spec.peerAddress: neither peerAddress nor interface says where the peer is (Add"
                + " peerAddress)"),
        arguments(
            base + ", peerPort: 16385",
            "spec.peerPort: '16385' is not in the range 1 to 16384 (Use a value in the range)"),
        arguments(
            base + ", holdTime: 2s",
            "spec.holdTime: a hold time of 2 s is neither 0 nor 3 s to 65535 s (Use 0s, or at least"
                + " 3s)"),
        arguments(
            base + ", holdTime: 3s, keepaliveTime: 4s",
            "spec.keepaliveTime: the keepalive time 4 s is above the hold time 3 s (Use a third of"
                + " the hold time)"),
        arguments(
            base + ", connectTime: 1500ms",
            "spec.connectTime: the time has a fraction of a second (Use whole seconds)"),
        arguments(
            base + ", connectTime: 0s",
            "spec.connectTime: '0s' is not in the range 1s to 65535s (Use a value in the range)"),
        arguments(
            base + ", password: a, passwordSecret: {name: s}",
            "spec.passwordSecret: password is given as well, only one of them may be (Keep"
                + " passwordSecret)"),
        arguments(
            "myASN: 64512, peerASN: 64512, peerAddress: 10.0.0.1, ebgpMultiHop: true",
            "spec.ebgpMultiHop: the peer is of our own AS, and the option is for peers of other"
                + " ones (Remove it, internal sessions span any number of hops)"),
        arguments(
            base + ", nodeSelectors: [{matchLabels: {a: b}}, {matchLabels: {a: b}}]",
            "spec.nodeSelectors[1]: the selector a=b is given twice (Keep one of them)"),
        arguments(
            base
                + ", nodeSelectors: [{matchExpressions: [{key: a, operator: In, values: [b, b]}]}]",
            "spec.nodeSelectors[0].matchExpressions[0].values: a value is given twice (Keep one of"
                + " them)"),
        arguments(
            base
                + ", nodeSelectors: [{matchExpressions: [{key: a, operator: In, values: [b, c]}, {key:"
                + " a, operator: In, values: [c, b]}]}]",
            "spec.nodeSelectors[0].matchExpressions: an expression is given twice (Keep one of"
                + " them)"),
        arguments(
            "myASN: 64512, peerASN: 64513, interface: \"eth0\\nrouter bgp 666\"",
            "spec.interface: the text has a line break (Write it on one line)"),
        arguments(
            base + ", vrf: \"red\\r\"",
            "spec.vrf: the text has a line break (Write it on one line)"),
        arguments(
            base + ", localASN: 0",
            "spec.localASN: '0' is not in the range 1 to 4294967295 (Use a value in the range)"));
  }

  @ParameterizedTest
  @MethodSource("brokenPeers")
  void peer_aBrokenField_leavesItWithoutEffect(String fields, String problem) {
    String yaml = peer("{" + fields + "}");

    assertThat(objects(yaml).peers()).isEmpty();
    assertThat(Reading.faults(yaml))
        .filteredOn(p -> !p.endsWith(REFUSED))
        .singleElement()
        .asString()
        .endsWith("BGPPeer default/p: " + problem);
    assertThat(Reading.faults(yaml)).anyMatch(p -> p.endsWith(REFUSED));
  }

  @Test
  void peer_deprecatedField_isNoticed() {
    String yaml = peer("{myASN: 1, peerASN: 2, peerAddress: 10.0.0.1, disableMP: true}");

    assertThat(objects(yaml).peers()).hasSize(1);
    assertThat(Reading.faults(yaml)).singleElement().asString().contains("is deprecated");
  }

  @Test
  void peer_secretInAnotherNamespace_isLookedForBesideThePeer() {
    String yaml =
        peer(
            "{myASN: 1, peerASN: 2, peerAddress: 10.0.0.1, passwordSecret: {name: s, namespace:"
                + " x}}");

    assertThat(objects(yaml).peers().get("p").passwordSecret())
        .contains(new SecretRef("default", "s"));
    assertThat(Reading.faults(yaml))
        .singleElement()
        .asString()
        .contains("is looked for in the peer's own namespace default");
  }

  @Test
  void advertisement_everyField_isInTheModel() {
    String yaml =
        advertisement(
            """
            aggregationLength: 24
            aggregationLengthV6: 124
            localPref: 100
            communities: [vpn, "65535:65282", "large:1:2:3"]
            ipAddressPools: [p]
            ipAddressPoolSelectors: [{matchLabels: {tier: gold}}]
            nodeSelectors: [{matchLabels: {rack: a}}]
            peers: [tor]
            """);

    MetallbAdvertisement read = objects(yaml).advertisements().get("a");

    assertThat(Reading.faults(yaml)).isEmpty();
    assertThat(read.aggregationLengthIpv4()).isEqualTo(24);
    assertThat(read.aggregationLengthIpv6()).isEqualTo(124);
    assertThat(read.localPreference()).hasValue(100);
    assertThat(read.communities()).containsExactly("vpn", "65535:65282", "large:1:2:3");
    assertThat(read.pools()).containsExactly("p");
    assertThat(read.poolSelectors()).hasToString("[tier=gold]");
    assertThat(read.nodeSelectors()).hasToString("[rack=a]");
    assertThat(read.peers()).containsExactly("tor");
  }

  @Test
  void advertisement_withoutSpec_hasDefaults() {
    String yaml = "{apiVersion: metallb.io/v1beta1, kind: BGPAdvertisement, metadata: {name: a}}";

    MetallbAdvertisement read = objects(yaml).advertisements().get("a");

    assertThat(Reading.faults(yaml)).isEmpty();
    assertThat(read.aggregationLengthIpv4()).isEqualTo(32);
    assertThat(read.aggregationLengthIpv6()).isEqualTo(128);
    assertThat(read.localPreference()).isEmpty();
    assertThat(read.pools()).isEmpty();
  }

  static Stream<Arguments> brokenAdvertisements() {
    return Stream.of(
        arguments(
            "aggregationLength: 0",
            "spec.aggregationLength: '0' is not in the range 1 to 32 (Use a value in the range)"),
        arguments(
            "aggregationLengthV6: 129",
            "spec.aggregationLengthV6: '129' is not in the range 0 to 128 (Use a value in the"
                + " range)"),
        arguments(
            "communities: [\"1:1\", \"1:1\"]",
            "spec.communities[1]: '1:1' is given twice (Keep one of them)"),
        arguments("peers: [a, a]", "spec.peers[1]: 'a' is given twice (Keep one of them)"),
        arguments(
            "ipAddressPools: [a, a]",
            "spec.ipAddressPools[1]: 'a' is given twice (Keep one of them)"),
        arguments(
            "{aggregationLength: 24, serviceSelectors: [{matchLabels: {a: b}}]}",
            "spec.aggregationLength: an advertisement with serviceSelectors announces whole"
                + " addresses only (Remove aggregationLength, or serviceSelectors)"));
  }

  @ParameterizedTest
  @MethodSource("brokenAdvertisements")
  void advertisement_aBrokenField_leavesItWithoutEffect(String spec, String problem) {
    String yaml = advertisement(spec);

    assertThat(objects(yaml).advertisements()).isEmpty();
    assertThat(Reading.faults(yaml))
        .filteredOn(p -> !p.endsWith(REFUSED))
        .singleElement()
        .asString()
        .endsWith("BGPAdvertisement default/a: " + problem);
  }

  @Test
  void otherKinds_everyField_isCarried() {
    String yaml =
        """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2}
        spec:
          ipAddressPools: [p]
          ipAddressPoolSelectors: [{matchLabels: {tier: gold}}]
          nodeSelectors: [{matchLabels: {rack: a}}]
          serviceSelectors: [{matchLabels: {app: x}}]
          interfaces: [eth0, eth1]
          preferredNodeSelectors: [{weight: 5, preference: {matchLabels: {rack: b}}}]
        ---
        apiVersion: metallb.io/v1beta1
        kind: BFDProfile
        metadata: {name: fast}
        spec:
          receiveInterval: 35
          transmitInterval: 36
          detectMultiplier: 37
          echoInterval: 38
          echoMode: true
          passiveMode: true
          minimumTtl: 100
        ---
        apiVersion: metallb.io/v1beta1
        kind: Community
        metadata: {name: c}
        spec:
          communities: [{name: vpn, value: "64512:100"}, {name: big, value: "large:1:2:3"}]
        """;

    MetallbObjects read = objects(yaml);

    assertThat(Reading.faults(yaml)).isEmpty();
    assertThat(read.l2Advertisements().get("l2").interfaces()).containsExactly("eth0", "eth1");
    assertThat(read.l2Advertisements().get("l2").preferredNodes())
        .hasToString("[PreferredNode[weight=5, preference=rack=b]]");
    assertThat(read.l2Advertisements().get("l2").serviceSelectors()).hasToString("[app=x]");
    assertThat(read.bfdProfiles().get("fast").detectMultiplier()).isEqualTo(37);
    assertThat(read.bfdProfiles().get("fast").minimumTtl()).isEqualTo(100);
    assertThat(read.communities().get("c").aliases())
        .extracting("name")
        .containsExactly("vpn", "big");
  }

  static Stream<Arguments> brokenOthers() {
    return Stream.of(
        arguments("BFDProfile", "receiveInterval: 9", "'9' is not in the range 10 to 60000"),
        arguments("BFDProfile", "detectMultiplier: 1", "'1' is not in the range 2 to 255"),
        arguments("BFDProfile", "minimumTtl: 255", "'255' is not in the range 1 to 254"),
        arguments("Community", "communities: [{name: a, value: \"1\"}]", "'1' is not a community"),
        arguments(
            "Community",
            "communities: [{name: a, value: \"65536:1\"}]",
            "'65536:1' is not a community"),
        arguments(
            "Community",
            "communities: [{name: a, value: \"1:1\"}, {name: a, value: \"1:2\"}]",
            "a second alias is called 'a'"),
        arguments(
            "L2Advertisement",
            "preferredNodeSelectors: [{weight: 101, preference: {}}]",
            "'101' is not in the range 1 to 100"),
        arguments("L2Advertisement", "ipAddressPools: [a, a]", "'a' is given twice"));
  }

  @ParameterizedTest
  @MethodSource("brokenOthers")
  void otherKinds_aBrokenField_leavesTheObjectWithoutEffect(
      String kind, String spec, String problem) {
    String yaml = Reading.object("metallb.io/v1beta1", kind, "x", spec);
    MetallbObjects read = objects(yaml);

    assertThat(read).isEqualTo(MetallbObjects.EMPTY);
    assertThat(Reading.faults(yaml)).anyMatch(p -> p.contains(problem));
    assertThat(Reading.faults(yaml)).anyMatch(p -> p.endsWith(REFUSED));
  }

  @Test
  void names_sameInTwoNamespaces_theFirstHasEffect() {
    String yaml =
        """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: p, namespace: b}
        spec: {addresses: [192.0.2.0/24]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: p, namespace: a}
        spec: {addresses: [198.51.100.0/24]}
        """;

    assertThat(objects(yaml).pools().get("p").namespace()).isEqualTo("b");
    assertThat(Reading.faults(yaml))
        .containsExactly(
            "m.yaml:6: error: IPAddressPool p: metadata.name: the object stands at m.yaml:1"
                + " already, this one has no effect (Remove one of them)");
  }
}
