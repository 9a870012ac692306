package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpAdvertisement.Entry;
import io.readback.core.model.BgpAdvertisement.ServiceAddress;
import io.readback.core.model.BgpAdvertisement.Type;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdvertisementReaderTest {
  private static String advertisement(String entries) {
    return Reading.object(
        "cilium.io/v2", "CiliumBGPAdvertisement", "a", "advertisements:\n" + entries);
  }

  private static BgpAdvertisement read(String entries) {
    return Reading.state(advertisement(entries)).advertisements().get("a");
  }

  @Test
  void read_everyType_isInTheModel() {
    String entries =
        """
        - advertisementType: PodCIDR
        - advertisementType: CiliumPodIPPool
          selector: {matchLabels: {pool: blue}}
        - advertisementType: Interface
          interface: {name: lo}
        - advertisementType: Service
          service:
            addresses: [ExternalIP, ClusterIP, LoadBalancerIP]
            aggregationLengthIPv4: 24
            aggregationLengthIPv6: 120
          selector: {matchExpressions: [{key: io.kubernetes.service.namespace, operator: In, values: [web]}]}
        """;

    BgpAdvertisement read = read(entries);

    assertThat(Reading.problems(advertisement(entries))).isEmpty();
    assertThat(read.entries())
        .extracting(Entry::type)
        .containsExactly(Type.POD_CIDR, Type.POD_IP_POOL, Type.INTERFACE, Type.SERVICE);
    assertThat(read.entries().get(1).selector().orElseThrow()).hasToString("pool=blue");
    assertThat(read.entries().get(2).interfaceName()).contains("lo");
    Entry service = read.entries().get(3);
    assertThat(service.serviceAddresses()).containsExactly(ServiceAddress.values());
    assertThat(service.aggregationLengthIpv4()).hasValue(24);
    assertThat(service.aggregationLengthIpv6()).hasValue(120);
    assertThat(service.selector().orElseThrow())
        .hasToString("io.kubernetes.service.namespace in [web]");
    assertThat(service.origin()).hasToString("m.yaml:11");
  }

  @Test
  void read_attributes_areInTheModel() {
    Entry entry =
        read("""
        - advertisementType: PodCIDR
          attributes:
            communities:
              standard: ["65000:100", "4294967295", "0"]
              wellKnown: [no-export, planned-shut]
              large: ["4294967295:1:2"]
            localPreference: 4294967295
        """)
            .entries()
            .get(0);

    assertThat(entry.attributes().communities())
        .extracting(Object::toString)
        .containsExactly("0:0", "65000:100", "65535:0", "65535:65281", "65535:65535");
    assertThat(entry.attributes().largeCommunities())
        .extracting(Object::toString)
        .containsExactly("4294967295:1:2");
    assertThat(entry.attributes().localPreference()).hasValue(4294967295L);
  }

  @ParameterizedTest
  @CsvSource({
    "internet, 0:0",
    "planned-shut, 65535:0",
    "accept-own, 65535:1",
    "route-filter-translated-v4, 65535:2",
    "route-filter-v4, 65535:3",
    "route-filter-translated-v6, 65535:4",
    "route-filter-v6, 65535:5",
    "llgr-stale, 65535:6",
    "no-llgr, 65535:7",
    "blackhole, 65535:666",
    "no-export, 65535:65281",
    "no-advertise, 65535:65282",
    "no-export-subconfed, 65535:65283",
    "no-peer, 65535:65284"
  })
  void read_wellKnownCommunity_hasItsRegisteredValue(String name, String value) {
    Entry entry =
        read("- advertisementType: PodCIDR\n  attributes: {communities: {wellKnown: ["
                + name
                + "]}}")
            .entries()
            .get(0);

    assertThat(entry.attributes().communities())
        .extracting(Object::toString)
        .containsExactly(value);
  }

  static Stream<Arguments> brokenEntries() {
    return Stream.of(
        arguments(
            "advertisementType: Services",
            "[0].advertisementType: 'Services' is not one of CiliumPodIPPool, Interface, PodCIDR,"
                + " Service (Did you mean Service?)"),
        arguments(
            "selector: {}", "[0].advertisementType: the field is missing (Add advertisementType)"),
        arguments(
            "advertisementType: Service",
            "[0].service: type Service needs service.addresses (List LoadBalancerIP, ClusterIP or"
                + " ExternalIP)"),
        arguments(
            "{advertisementType: Service, service: {addresses: []}}",
            "[0].service.addresses: no address type is given, so nothing is announced (List"
                + " LoadBalancerIP, ClusterIP or ExternalIP)"),
        arguments(
            "{advertisementType: PodCIDR, service: {addresses: [ClusterIP]}}",
            "[0].service: only type Service takes service options, the entry has no effect (Set"
                + " advertisementType to Service, or remove service)"),
        arguments(
            "{advertisementType: PodCIDR, selector: {matchLabels: {a: b}}}",
            "[0].selector: type PodCIDR takes no selector, the entry has no effect (Remove the"
                + " selector, or set advertisementType to Service)"),
        arguments(
            "{advertisementType: Interface}",
            "[0].interface: type Interface needs interface.name (Name the interface)"),
        arguments(
            "{advertisementType: PodCIDR, interface: {name: lo}}",
            "[0].interface: only type Interface takes an interface, the entry has no effect (Set"
                + " advertisementType to Interface, or remove interface)"),
        arguments(
            "{advertisementType: Service, service: {addresses: [ClusterIP]}, selector:"
                + " {matchExpressions: [{key: a, operator: In}]}}",
            "[0].selector.matchExpressions[0].values: In and NotIn need at least one value (Add"
                + " values)"));
  }

  @ParameterizedTest
  @MethodSource("brokenEntries")
  void read_brokenEntry_losesThatEntryAlone(String entry, String problem) {
    String entries = "- " + entry + "\n- advertisementType: PodCIDR\n";

    assertThat(Reading.problems(advertisement(entries)))
        .containsExactly(
            "m.yaml:6: error: CiliumBGPAdvertisement a: spec.advertisements" + problem);
    assertThat(read(entries).entries()).extracting(Entry::type).containsExactly(Type.POD_CIDR);
  }

  static Stream<Arguments> brokenOptions() {
    String range = " (Use a value in the range)";
    String standard = " (Write two numbers of 0 to 65535 as 65000:100, or one of 0 to 4294967295)";
    return Stream.of(
        arguments(
            "service: {addresses: [ClusterIP], aggregationLengthIPv4: 32}",
            "service.aggregationLengthIPv4: '32' is not in the range 0 to 31" + range),
        arguments(
            "service: {addresses: [ClusterIP], aggregationLengthIPv6: -1}",
            "service.aggregationLengthIPv6: '-1' is not in the range 0 to 127" + range),
        arguments(
            "service: {addresses: [ClusterIP, NodeIP]}",
            "service.addresses[1]: 'NodeIP' is not one of ClusterIP, ExternalIP, LoadBalancerIP"
                + " (Use one of them)"),
        arguments(
            "attributes: {communities: {standard: [\"65536:1\"]}}",
            "attributes.communities.standard[0]: '65536:1' is not a standard community, it is left"
                + " out"
                + standard),
        arguments(
            "attributes: {communities: {standard: [\"4294967296\"]}}",
            "attributes.communities.standard[0]: '4294967296' is not a standard community, it is"
                + " left out"
                + standard),
        arguments(
            "attributes: {communities: {standard: [\"1:2:3\"]}}",
            "attributes.communities.standard[0]: '1:2:3' is not a standard community, it is left"
                + " out (Put it under large)"),
        arguments(
            "attributes: {communities: {standard: [no-export]}}",
            "attributes.communities.standard[0]: 'no-export' is not a standard community, it is"
                + " left out (Put it under wellKnown)"),
        arguments(
            "attributes: {communities: {wellKnown: [no-exprot]}}",
            "attributes.communities.wellKnown[0]: 'no-exprot' is not one of accept-own, blackhole,"
                + " internet, llgr-stale, no-advertise, no-export, no-export-subconfed, no-llgr,"
                + " no-peer, planned-shut, route-filter-translated-v4, route-filter-translated-v6,"
                + " route-filter-v4, route-filter-v6 (Did you mean no-export?)"),
        arguments(
            "attributes: {communities: {large: [\"1:2\"]}}",
            "attributes.communities.large[0]: '1:2' is not a large community, it is left out (Write"
                + " three numbers of 0 to 4294967295 as 65000:1:2)"),
        arguments(
            "attributes: {localPreference: 4294967296}",
            "attributes.localPreference: '4294967296' is not in the range 0 to 4294967295"
                + range));
  }

  @ParameterizedTest
  @MethodSource("brokenOptions")
  void read_brokenOption_losesThatOptionAlone(String option, String problem) {
    String service =
        option.startsWith("service") ? option : "service: {addresses: [ClusterIP]}\n  " + option;
    String entries = "- advertisementType: Service\n  " + service + "\n";
    int line = option.startsWith("service") ? 7 : 8;

    assertThat(Reading.problems(advertisement(entries)))
        .containsExactly(
            "m.yaml:"
                + line
                + ": error: CiliumBGPAdvertisement a: spec.advertisements[0]."
                + problem);
    assertThat(read(entries).entries())
        .singleElement()
        .satisfies(
            e -> assertThat(e.serviceAddresses()).containsExactly(ServiceAddress.CLUSTER_IP));
  }

  @Test
  void read_noAdvertisements_isAProblem() {
    String yaml = Reading.object("cilium.io/v2", "CiliumBGPAdvertisement", "a", "{}");

    assertThat(Reading.problems(yaml))
        .containsExactly(
            "m.yaml:4: error: CiliumBGPAdvertisement a: spec.advertisements: the field is missing"
                + " (Add advertisements)");
  }
}
