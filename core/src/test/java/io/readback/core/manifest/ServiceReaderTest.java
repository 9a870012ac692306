package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.readback.core.model.Service;
import io.readback.core.model.Service.IpFamilyPolicy;
import io.readback.core.model.ServicePort;
import io.readback.core.model.ServiceRef;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceReaderTest {
  private static String service(String spec) {
    return Reading.object("v1", "Service", "s", spec);
  }

  private static Service read(String yaml) {
    return Reading.state(yaml).services().values().stream().findFirst().orElseThrow();
  }

  @Test
  void read_annotationAsksForWhatIsNoAddress_isAProblemAndTheRestIsRead() {
    String yaml =
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: s
          annotations:
            io.cilium/lb-ipam-ips: "192.0.2.7, 192.0.2.300,"
            lbipam.cilium.io/ips: example.org
        spec: {type: LoadBalancer, loadBalancerIP: 192.0.2.7.8}
        """;

    assertThat(Reading.problems(yaml))
        .containsExactly(
            "m.yaml:6: error: Service default/s: metadata.annotations.io.cilium/lb-ipam-ips: '' is"
                + " not an IP address, it is not asked for (List addresses with commas between"
                + " them)",
            "m.yaml:6: error: Service default/s: metadata.annotations.io.cilium/lb-ipam-ips:"
                + " '192.0.2.300' is not an IP address, it is not asked for (List addresses with"
                + " commas between them)",
            "m.yaml:7: error: Service default/s: metadata.annotations.lbipam.cilium.io/ips:"
                + " 'example.org' is not an IP address, it is not asked for (List addresses with"
                + " commas between them)",
            "m.yaml:8: error: Service default/s: spec.loadBalancerIP: '192.0.2.7.8' is not an IP"
                + " address (Write an IPv4 or IPv6 address such as 192.0.2.1 or 2001:db8::1)");
    assertThat(read(yaml).annotations().get("io.cilium/lb-ipam-ips", "")).startsWith("192.0.2.7");
  }

  @Test
  void read_everythingTheApiServerShows_isKnown() {
    String yaml =
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: s
          namespace: web
          uid: 2f5f3c1e-0000-0000-0000-000000000000
          resourceVersion: "1234"
          generation: 2
          creationTimestamp: "2026-01-31T12:00:00Z"
          labels: {app: s}
          annotations: {lbipam.cilium.io/ips: "192.0.2.7"}
          finalizers: [service.kubernetes.io/load-balancer-cleanup]
          ownerReferences: [{apiVersion: v1, kind: X, name: y, uid: z}]
          managedFields: [{manager: kubectl, fieldsV1: {"f:spec": {}}}]
        spec:
          type: LoadBalancer
          clusterIP: 10.96.0.10
          clusterIPs: [10.96.0.10, "fd00::10"]
          ipFamilies: [IPv4, IPv6]
          ipFamilyPolicy: RequireDualStack
          externalTrafficPolicy: Local
          internalTrafficPolicy: Local
          externalIPs: [198.51.100.1]
          loadBalancerIP: 192.0.2.7
          loadBalancerClass: io.cilium/bgp-control-plane
          loadBalancerSourceRanges: [10.0.0.0/8]
          allocateLoadBalancerNodePorts: true
          healthCheckNodePort: 31234
          publishNotReadyAddresses: false
          sessionAffinity: ClientIP
          sessionAffinityConfig: {clientIP: {timeoutSeconds: 10}}
          trafficDistribution: PreferClose
          selector: {app: s}
          ports:
            - {name: https, port: 443, protocol: TCP, targetPort: web, nodePort: 30443, appProtocol: https}
            - {name: quic, port: 443, protocol: UDP, targetPort: 8443}
        status:
          conditions: []
          loadBalancer:
            ingress:
              - {ip: 192.0.2.7, ipMode: VIP, ports: [{port: 443, protocol: TCP}]}
              - {ip: "2001:db8::7"}
              - {hostname: lb.example.org}
        """;

    Service read = read(yaml);

    assertThat(Reading.problems(yaml)).isEmpty();
    assertThat(read.ref()).isEqualTo(new ServiceRef("web", "s"));
    assertThat(read.isLoadBalancer()).isTrue();
    assertThat(read.labels().get("app", "")).isEqualTo("s");
    assertThat(read.annotations().get("lbipam.cilium.io/ips", "")).isEqualTo("192.0.2.7");
    assertThat(read.clusterIps())
        .containsExactly(IpAddress.parse("10.96.0.10"), IpAddress.parse("fd00::10"));
    assertThat(read.externalIps()).containsExactly(IpAddress.parse("198.51.100.1"));
    assertThat(read.loadBalancerIp()).contains(IpAddress.parse("192.0.2.7"));
    assertThat(read.loadBalancerClass()).contains("io.cilium/bgp-control-plane");
    assertThat(read.externalTrafficPolicy()).isEqualTo(TrafficPolicy.LOCAL);
    assertThat(read.internalTrafficPolicy()).isEqualTo(TrafficPolicy.LOCAL);
    assertThat(read.ipFamilies()).containsExactly(AddressFamily.IPV4, AddressFamily.IPV6);
    assertThat(read.ipFamilyPolicy()).contains(IpFamilyPolicy.REQUIRE_DUAL_STACK);
    assertThat(read.selector().get("app", "")).isEqualTo("s");
    assertThat(read.ports())
        .containsExactly(new ServicePort("https", "TCP", 443), new ServicePort("quic", "UDP", 443));
    assertThat(read.statusIngress())
        .containsExactly(IpAddress.parse("192.0.2.7"), IpAddress.parse("2001:db8::7"));
    assertThat(read.created()).contains(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(read.origin()).hasToString("m.yaml:1");
  }

  @Test
  void read_fewFields_getsTheApiServersDefaults() {
    Service read = read(service("ports: [{port: 80}]"));

    assertThat(read.ref()).isEqualTo(new ServiceRef("default", "s"));
    assertThat(read.type()).isEqualTo("ClusterIP");
    assertThat(read.externalTrafficPolicy()).isEqualTo(TrafficPolicy.CLUSTER);
    assertThat(read.internalTrafficPolicy()).isEqualTo(TrafficPolicy.CLUSTER);
    assertThat(read.ports()).containsExactly(new ServicePort("", "TCP", 80));
    assertThat(read.ipFamilies()).isEmpty();
    assertThat(read.ipFamilyPolicy()).isEmpty();
  }

  @Test
  void read_noFamilies_derivesThemFromTheClusterAddresses() {
    Service read = read(service("clusterIPs: [\"fd00::10\", 10.96.0.10]"));

    assertThat(read.ipFamilies()).containsExactly(AddressFamily.IPV6, AddressFamily.IPV4);
    assertThat(read(service("clusterIP: 10.96.0.10")).clusterIps()).hasSize(1);
  }

  @Test
  void read_headless_hasNoClusterAddress() {
    String yaml = service("clusterIP: None\nclusterIPs: [None]");

    assertThat(Reading.problems(yaml)).isEmpty();
    assertThat(read(yaml).clusterIps()).isEmpty();
  }

  static Stream<Arguments> brokenFields() {
    return Stream.of(
        arguments(
            "externalIPs: [10.0.0]",
            "externalIPs[0]: '10.0.0' is not an IP address (Write an IPv4 or IPv6 address such as"
                + " 192.0.2.1 or 2001:db8::1)"),
        arguments(
            "loadBalancerIP: lb.example.org",
            "loadBalancerIP: 'lb.example.org' is not an IP address (Write an IPv4 or IPv6 address"
                + " such as 192.0.2.1 or 2001:db8::1)"),
        arguments(
            "ipFamilies: [ipv4]",
            "ipFamilies[0]: 'ipv4' is not one of IPv4, IPv6 (Did you mean IPv4?)"),
        arguments(
            "ipFamilyPolicy: DualStack",
            "ipFamilyPolicy: 'DualStack' is not one of PreferDualStack, RequireDualStack,"
                + " SingleStack (Use one of them)"),
        arguments("ports: [{name: a}]", "ports[0].port: the field is missing (Add port)"),
        arguments(
            "ports: [{port: 65536}]",
            "ports[0].port: '65536' is not in the range 1 to 65535 (Use a value in the range)"),
        arguments(
            "ports: [{port: \"80\"}]",
            "ports[0].port: '80' is a text in quotes where a whole number is needed (Write 80"
                + " without quotes)"),
        arguments(
            "ports: [{port: 80, protocol: tcp}]",
            "ports[0].protocol: 'tcp' is not one of SCTP, TCP, UDP (Did you mean TCP?)"),
        arguments(
            "ports: {port: 80}", "ports: needs a list but has an object (Write a list here)"));
  }

  @ParameterizedTest
  @MethodSource("brokenFields")
  void read_brokenField_losesThatFieldAlone(String field, String problem) {
    String yaml = service("type: LoadBalancer\n" + field);

    assertThat(Reading.problems(yaml))
        .containsExactly("m.yaml:6: error: Service default/s: spec." + problem);
    assertThat(read(yaml).isLoadBalancer()).isTrue();
  }

  static Stream<Arguments> fatalFields() {
    return Stream.of(
        arguments(
            "type: Loadbalancer",
            "spec.type: 'Loadbalancer' is not one of ClusterIP, ExternalName, LoadBalancer,"
                + " NodePort (Did you mean LoadBalancer?)"),
        arguments(
            "externalTrafficPolicy: local",
            "spec.externalTrafficPolicy: 'local' is not one of Cluster, Local (Did you mean"
                + " Local?)"));
  }

  @ParameterizedTest
  @MethodSource("fatalFields")
  void read_whatDecidesIsBroken_theServiceHasNoEffect(String field, String problem) {
    assertThat(Reading.problems(service(field)))
        .containsExactly("m.yaml:5: error: Service default/s: " + problem);
    assertThat(Reading.state(service(field)).services()).isEmpty();
  }

  @Test
  void read_twoPortsOfOneName_isAProblem() {
    assertThat(Reading.problems(service("ports: [{name: a, port: 80}, {name: a, port: 81}]")))
        .containsExactly(
            "m.yaml:5: error: Service default/s: spec.ports[1].name: two ports are called 'a' (Give"
                + " each port its own name)");
  }

  @Test
  void read_deprecatedAnnotationsOfMetallb_areNoticed() {
    String yaml =
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          annotations:
            metallb.universe.tf/address-pool: a
            metallb.universe.tf/allow-shared-ip: k
            metallb.io/allow-shared-ip: k
        spec: {type: LoadBalancer, ports: [{port: 80}]}
        """;

    assertThat(Reading.problems(yaml))
        .containsExactly(
            "m.yaml:6: notice: Service default/web: metadata.annotations"
                + ".metallb.universe.tf/address-pool: the annotation is deprecated (Call it"
                + " metallb.io/address-pool)",
            "m.yaml:7: notice: Service default/web: metadata.annotations"
                + ".metallb.universe.tf/allow-shared-ip: the annotation is deprecated, and"
                + " metallb.io/allow-shared-ip counts instead (Remove it)");
  }

  @Test
  void read_senselessAddressesOfMetallb_areProblems() {
    String yaml =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, annotations: {metallb.io/loadBalancerIPs: "10.0.0.1,10.0.0.2"}}
        spec: {type: LoadBalancer, ports: [{port: 80}]}
        """;

    assertThat(Reading.problems(yaml))
        .containsExactly(
            "m.yaml:3: error: Service default/web: metadata.annotations"
                + ".metallb.io/loadBalancerIPs: invalid metallb.io/loadBalancerIPs:"
                + " \"10.0.0.1,10.0.0.2\" has more than one address of a family, no address is"
                + " given (Write one address, or one of each family with a comma between them)");
  }
}
