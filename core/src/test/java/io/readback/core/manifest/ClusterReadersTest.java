package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.readback.core.model.Endpoint;
import io.readback.core.model.EndpointSlice;
import io.readback.core.model.Node;
import io.readback.core.model.NodeNetwork;
import io.readback.core.model.SecretData;
import io.readback.core.model.SecretRef;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Node, CiliumNode, Namespace, Secret and EndpointSlice. */
class ClusterReadersTest {
  @Test
  void readNode_everythingTheApiServerShows_isKnown() {
    String yaml =
        """
        apiVersion: v1
        kind: Node
        metadata: {name: n, labels: {rack: a}, annotations: {x: y}}
        spec:
          podCIDR: 10.244.1.0/24
          podCIDRs: [10.244.1.0/24, "fd00:1::/64"]
          providerID: kind://n
          taints: [{key: a, effect: NoSchedule}]
          unschedulable: true
        status:
          addresses:
            - {type: Hostname, address: n}
            - {type: InternalIP, address: 192.0.2.1}
            - {type: InternalIP, address: "2001:db8::1"}
            - {type: ExternalIP, address: 198.51.100.1}
            - {type: InternalDNS, address: n.example.org}
          conditions:
            - {type: Ready, status: "True", lastHeartbeatTime: "2026-01-01T00:00:00Z", reason: r, message: m}
            - {type: NetworkUnavailable, status: "True"}
          allocatable: {cpu: "4"}
          capacity: {cpu: "4"}
          daemonEndpoints: {kubeletEndpoint: {Port: 10250}}
          images: [{names: [a], sizeBytes: 1}]
          nodeInfo: {architecture: amd64}
          volumesAttached: []
          volumesInUse: []
          runtimeHandlers: [{name: ""}]
          features: {supplementalGroupsPolicy: true}
        """;

    Node node = Reading.state(yaml).nodes().get("n");

    assertThat(Reading.problems(yaml)).isEmpty();
    assertThat(node.labels().get("rack", "")).isEqualTo("a");
    assertThat(node.annotations().get("x", "")).isEqualTo("y");
    assertThat(node.internalIps())
        .containsExactly(IpAddress.parse("192.0.2.1"), IpAddress.parse("2001:db8::1"));
    assertThat(node.externalIps()).containsExactly(IpAddress.parse("198.51.100.1"));
    assertThat(node.podCidrs())
        .containsExactly(IpPrefix.parse("10.244.1.0/24"), IpPrefix.parse("fd00:1::/64"));
    assertThat(node.networkUnavailable()).isTrue();
  }

  @Test
  void readNode_bareOne_isEnough() {
    String yaml = "apiVersion: v1\nkind: Node\nmetadata: {name: n}\n";

    assertThat(Reading.problems(yaml)).isEmpty();
    assertThat(Reading.state(yaml).nodes().get("n").networkUnavailable()).isFalse();
    assertThat(Reading.state(yaml + "spec: {podCIDR: 10.244.1.0/24}").nodes().get("n").podCidrs())
        .containsExactly(IpPrefix.parse("10.244.1.0/24"));
  }

  @Test
  void readNode_unquotedStatus_isAWarningAndUnderstoodAsWritten() {
    String yaml =
        """
        apiVersion: v1
        kind: Node
        metadata: {name: n}
        status:
          conditions: [{type: NetworkUnavailable, status: True}]
        """;

    assertThat(Reading.problems(yaml))
        .containsExactly(
            "m.yaml:5: warning: Node n: status.conditions[0].status: 'True' is a flag (true or"
                + " false) and not a text, Kubernetes refuses it (Put it in quotes)");
    assertThat(Reading.state(yaml).nodes().get("n").networkUnavailable()).isTrue();
  }

  @Test
  void readNode_brokenAddress_losesThatAddressAlone() {
    String yaml =
        """
        apiVersion: v1
        kind: Node
        metadata: {name: n}
        status:
          addresses:
            - {type: InternalIP, address: 192.0.2}
            - {type: InternalIP, address: 192.0.2.1}
        """;

    assertThat(Reading.problems(yaml))
        .singleElement()
        .asString()
        .startsWith("m.yaml:6: error: Node n: status.addresses[0].address: '192.0.2' is not");
    assertThat(Reading.state(yaml).nodes().get("n").internalIps()).hasSize(1);
  }

  @Test
  void readCiliumNode_addressesAndPodNetworks_areInTheModel() {
    String yaml =
        """
        apiVersion: cilium.io/v2
        kind: CiliumNode
        metadata: {name: n, labels: {rack: a}}
        spec:
          addresses:
            - {type: InternalIP, ip: 192.0.2.1}
            - {type: CiliumInternalIP, ip: 10.244.1.7}
            - {type: ExternalIP, ip: 198.51.100.1}
          ipam: {podCIDRs: [10.244.1.0/24], pools: {}}
          health: {ipv4: 10.244.1.8}
          encryption: {key: 3}
          bootid: x
        status: {ipam: {operator-status: {}}}
        """;

    NodeNetwork network = Reading.state(yaml).nodeNetworks().get("n");

    assertThat(Reading.problems(yaml)).isEmpty();
    assertThat(network.internalIps()).containsExactly(IpAddress.parse("192.0.2.1"));
    assertThat(network.externalIps()).containsExactly(IpAddress.parse("198.51.100.1"));
    assertThat(network.podCidrs()).containsExactly(IpPrefix.parse("10.244.1.0/24"));
    assertThat(network.labels().get("rack", "")).isEqualTo("a");
  }

  @Test
  void readCiliumNode_allocatedPools_areInTheModelByPool() {
    String yaml =
        """
        apiVersion: cilium.io/v2
        kind: CiliumNode
        metadata: {name: n}
        spec:
          ipam:
            pools:
              requested: [{pool: red, needed: {ipv4-addrs: 8}}]
              allocated:
                - {pool: red, cidrs: [10.20.0.0/24, "fd00::/120"]}
                - {pool: green, cidrs: [10.30.0.0/24, nonsense]}
        """;

    NodeNetwork network = Reading.state(yaml).nodeNetworks().get("n");

    assertThat(network.poolCidrs().get("red"))
        .containsExactly(IpPrefix.parse("10.20.0.0/24"), IpPrefix.parse("fd00::/120"));
    assertThat(network.poolCidrs().get("green")).containsExactly(IpPrefix.parse("10.30.0.0/24"));
    assertThat(Reading.problems(yaml))
        .singleElement()
        .asString()
        .startsWith(
            "m.yaml:10: error: CiliumNode n: spec.ipam.pools.allocated[1].cidrs[1]: 'nonsense'");
  }

  @Test
  void readPodIpPool_bothVersions_giveItsLabels() {
    for (String version : List.of("v2", "v2alpha1")) {
      String yaml =
          """
          apiVersion: cilium.io/%s
          kind: CiliumPodIPPool
          metadata: {name: red, labels: {color: red}}
          spec:
            ipv4: {cidrs: [10.20.0.0/16], maskSize: 24}
            ipv6: {cidrs: ["fd00::/104"], maskSize: 120}
          """
              .formatted(version);

      assertThat(Reading.problems(yaml)).isEmpty();
      assertThat(Reading.state(yaml).podIpPools().get("red").labels().get("color", ""))
          .isEqualTo("red");
    }
  }

  @Test
  void readPodIpPool_brokenNetwork_isAProblemAndThePoolStays() {
    String yaml =
        """
        apiVersion: cilium.io/v2alpha1
        kind: CiliumPodIPPool
        metadata: {name: red}
        spec:
          ipv4: {cidrs: [10.20.0.0], maskSize: 33}
        """;

    assertThat(Reading.problems(yaml))
        .containsExactly(
            "m.yaml:5: error: CiliumPodIPPool red: spec.ipv4.cidrs[0]: '10.20.0.0' is not a prefix"
                + " in CIDR form (Add a prefix length, for one address /32 (IPv4) or /128 (IPv6))",
            "m.yaml:5: error: CiliumPodIPPool red: spec.ipv4.maskSize: '33' is not in the range 1"
                + " to 32 (Use a value in the range)");
    assertThat(Reading.state(yaml).podIpPools()).containsKey("red");
  }

  @Test
  void readNamespace_labels_areInTheModel() {
    String yaml =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: web, labels: {team: a}}
        spec: {finalizers: [kubernetes]}
        status: {phase: Active}
        """;

    assertThat(Reading.problems(yaml)).isEmpty();
    assertThat(Reading.state(yaml).namespaces().get("web").labels().get("team", "")).isEqualTo("a");
  }

  @Test
  void readSecret_bothForms_areDecodedAndNeverShown() {
    String yaml =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: s, namespace: kube-system}
        type: kubernetes.io/basic-auth
        immutable: true
        data: {password: aHVudGVyMg==, username: YWRtaW4=}
        stringData: {username: root}
        """;

    SecretData secret = Reading.state(yaml).secrets().get(new SecretRef("kube-system", "s"));

    assertThat(Reading.problems(yaml)).isEmpty();
    assertThat(secret.type()).isEqualTo("kubernetes.io/basic-auth");
    assertThat(secret.data().get("password").revealText()).isEqualTo("hunter2");
    assertThat(secret.data().get("username").revealText()).isEqualTo("root");
    assertThat(Reading.state(yaml).toString()).doesNotContain("hunter2").doesNotContain("root");
  }

  @Test
  void readSecret_brokenValues_areNeverQuoted() {
    String yaml =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: s}
        data: {password: "!hunter2!", other: {deep: hunter2}}
        stringData: {pin: 12345678, list: [hunter2]}
        """;

    assertThat(Reading.problems(yaml))
        .containsExactly(
            "m.yaml:4: error: Secret default/s: data.other: needs a text but has an object (Write a"
                + " text here)",
            "m.yaml:4: error: Secret default/s: data.password: the value is not base64, the key has"
                + " no effect (Encode it with base64, or write it in clear under stringData)",
            "m.yaml:5: error: Secret default/s: stringData.list: needs a text but has a list (Write"
                + " a text here)",
            "m.yaml:5: warning: Secret default/s: stringData.pin: the value is not a text,"
                + " Kubernetes refuses it (Put it in quotes)");
    assertThat(String.join("", Reading.problems(yaml)))
        .doesNotContain("hunter2")
        .doesNotContain("12345678");
  }

  private static String slice(String endpoints) {
    return """
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: e, namespace: web, labels: {kubernetes.io/service-name: s}}
    addressType: IPv4
    endpoints:
    %s
    ports: [{name: http, port: 80, protocol: TCP, appProtocol: http}]
    """
        .formatted(endpoints);
  }

  private static EndpointSlice readSlice(String endpoints) {
    return Reading.state(slice(endpoints)).slicesOf(new ServiceRef("web", "s")).get("e");
  }

  @ParameterizedTest
  @CsvSource({
    "'', true, true, false",
    "'ready: true', true, true, false",
    "'ready: false', false, false, false",
    "'ready: false, serving: true, terminating: true', false, true, true",
    "'serving: false', true, false, false",
    "'ready: null', true, true, false"
  })
  void readSlice_conditions_haveKubernetesDefaults(
      String conditions, boolean ready, boolean serving, boolean terminating) {
    String endpoint =
        "- {addresses: [10.244.1.2], nodeName: n, conditions: {"
            + conditions
            + "}, zone: z,"
            + " hints: {}, targetRef: {kind: Pod}, hostname: h}";

    Endpoint read = readSlice(endpoint).endpoints().get(0);

    assertThat(Reading.problems(slice(endpoint))).isEmpty();
    assertThat(read.ready()).isEqualTo(ready);
    assertThat(read.serving()).isEqualTo(serving);
    assertThat(read.terminating()).isEqualTo(terminating);
    assertThat(read.node()).contains("n");
    assertThat(readSlice(endpoint).family()).isEqualTo(AddressFamily.IPV4);
  }

  static Stream<Arguments> brokenEndpoints() {
    return Stream.of(
        arguments(
            "{addresses: [\"2001:db8::1\"]}",
            "addresses[0]: 2001:db8::1 is not of the slice's addressType (Put it into a slice of"
                + " its own family)"),
        arguments(
            "{addresses: [x]}",
            "addresses[0]: 'x' is not an IP address (Write an IPv4 or IPv6 address such as"
                + " 192.0.2.1 or 2001:db8::1)"),
        arguments("{nodeName: n}", "addresses: an endpoint needs an address (Add addresses)"),
        arguments(
            "{addresses: [10.0.0.1], conditions: {ready: \"yes\"}}",
            "conditions.ready: needs true or false but has the text 'yes' (Write true or false"
                + " here)"));
  }

  @ParameterizedTest
  @MethodSource("brokenEndpoints")
  void readSlice_brokenEndpoint_losesThatEndpointAlone(String endpoint, String problem) {
    String endpoints = "- {addresses: [10.0.0.9]}\n- " + endpoint;

    assertThat(Reading.problems(slice(endpoints)))
        .containsExactly("m.yaml:7: error: EndpointSlice web/e: endpoints[1]." + problem);
    assertThat(readSlice(endpoints).endpoints())
        .singleElement()
        .satisfies(e -> assertThat(e.addresses()).containsExactly(IpAddress.parse("10.0.0.9")));
  }

  @Test
  void readSlice_withoutServiceLabel_belongsToNone() {
    String yaml =
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: e}
        addressType: IPv4
        endpoints: []
        """;

    assertThat(Reading.problems(yaml))
        .containsExactly(
            "m.yaml:3: warning: EndpointSlice default/e: metadata: the label"
                + " kubernetes.io/service-name is missing, so the slice belongs to no Service (Add"
                + " the label with the name of the Service)");
    assertThat(Reading.state(yaml).slices()).isEmpty();
  }

  @Test
  void readSlice_ofNames_hasNoEffect() {
    String yaml = slice("- {addresses: [a.example.org]}").replace("IPv4", "FQDN");

    assertThat(Reading.problems(yaml)).isEmpty();
    assertThat(Reading.state(yaml).slices()).isEmpty();
  }
}
