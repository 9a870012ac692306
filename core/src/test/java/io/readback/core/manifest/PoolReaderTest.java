package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.readback.core.model.AddressPool;
import io.readback.core.model.Dialect;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolReaderTest {
  private static String pool(String spec) {
    return Reading.object("cilium.io/v2", "CiliumLoadBalancerIPPool", "p", spec);
  }

  private static AddressPool read(String spec) {
    return Reading.state(pool(spec)).pools().get("p");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cilium.io/v2", "cilium.io/v2alpha1"})
  void read_everyField_isInTheModel(String apiVersion) {
    String yaml =
        """
        apiVersion: %s
        kind: CiliumLoadBalancerIPPool
        metadata: {name: p, creationTimestamp: "2026-01-31T12:00:00Z"}
        spec:
          blocks:
            - cidr: 192.0.2.0/24
            - {start: 198.51.100.7}
            - {start: "2001:db8::1", stop: "2001:db8::ff"}
          allowFirstLastIPs: "No"
          disabled: true
          serviceSelector: {matchLabels: {io.kubernetes.service.name: web}}
        status: {conditions: [{type: cilium.io/PoolConflict, status: "False"}]}
        """
            .formatted(apiVersion);

    AddressPool pool = Reading.state(yaml).pools().get("p");

    assertThat(Reading.problems(yaml)).isEmpty();
    assertThat(pool.dialect()).isEqualTo(Dialect.CILIUM);
    assertThat(pool.blocks().toString())
        .isEqualTo("[192.0.2.0/24, 198.51.100.7-198.51.100.7, 2001:db8::1-2001:db8::ff]");
    assertThat(pool.firstLastUsable()).isFalse();
    assertThat(pool.disabled()).isTrue();
    assertThat(pool.serviceSelector().orElseThrow()).hasToString("io.kubernetes.service.name=web");
    assertThat(pool.created()).contains(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(pool.origin()).hasToString("m.yaml:1");
  }

  @Test
  void read_fewFields_getsDefaults() {
    AddressPool pool = read("blocks: [{cidr: 192.0.2.0/24}]");

    assertThat(pool.firstLastUsable()).isTrue();
    assertThat(pool.disabled()).isFalse();
    assertThat(pool.serviceSelector()).isEmpty();
    assertThat(pool.created()).isEmpty();
  }

  @Test
  void read_oldNameOfBlocks_isTaken() {
    assertThat(read("cidrs: [{cidr: 192.0.2.0/24}]").blocks()).hasSize(1);
    assertThat(Reading.problems(pool("cidrs: [{cidr: 192.0.2.0/24}]"))).isEmpty();
  }

  static Stream<Arguments> brokenBlocks() {
    return Stream.of(
        arguments(
            "{start: 192.0.2.9, stop: 192.0.2.1}",
            "spec.blocks[1].start: start 192.0.2.9 is above stop 192.0.2.1, the block has no effect"
                + " (Exchange the two)"),
        arguments(
            "{start: 192.0.2.9, stop: \"2001:db8::1\"}",
            "spec.blocks[1].stop: start 192.0.2.9 and stop 2001:db8::1 are of different families,"
                + " the block has no effect (Make a block of each family)"),
        arguments(
            "{stop: 192.0.2.9}",
            "spec.blocks[1]: start is missing, the block has no effect (Give it cidr, or start and"
                + " stop)"),
        arguments(
            "{}",
            "spec.blocks[1]: the block has neither cidr nor start, it has no effect (Give it cidr,"
                + " or start and stop)"),
        arguments(
            "{cidr: 192.0.2.0/33}",
            "spec.blocks[1].cidr: '192.0.2.0/33' is not a prefix in CIDR form (Write a network and"
                + " its length such as 192.0.2.0/24 or 2001:db8::/64)"),
        arguments(
            "{cidr: 192.0.2.1}",
            "spec.blocks[1].cidr: '192.0.2.1' is not a prefix in CIDR form (Add a prefix length,"
                + " for one address /32 (IPv4) or /128 (IPv6))"),
        arguments(
            "{start: 192.0.2.256}",
            "spec.blocks[1].start: '192.0.2.256' is not an IP address (Write an IPv4 or IPv6"
                + " address such as 192.0.2.1 or 2001:db8::1)"),
        arguments(
            "{start: 192.0.2.1/24}",
            "spec.blocks[1].start: '192.0.2.1/24' is not an IP address (Write the address without a"
                + " prefix length)"),
        arguments(
            "{start: [192.0.2.1]}",
            "spec.blocks[1].start: needs a text but has a list (Write a text here)"),
        arguments(
            "192.0.2.0/24",
            "spec.blocks[1]: needs an object with fields but has the text '192.0.2.0/24' (Write an"
                + " object with fields here)"));
  }

  @ParameterizedTest
  @MethodSource("brokenBlocks")
  void read_brokenBlock_losesThatBlockAlone(String block, String problem) {
    String yaml = pool("blocks:\n- {cidr: 203.0.113.0/24}\n- " + block + "\n");

    assertThat(Reading.problems(yaml))
        .containsExactly("m.yaml:7: error: CiliumLoadBalancerIPPool p: " + problem);
    assertThat(Reading.state(yaml).pools().get("p").blocks().toString())
        .isEqualTo("[203.0.113.0/24]");
  }

  @Test
  void read_hostBitsInCidr_areClearedWithANotice() {
    String yaml = pool("blocks: [{cidr: 192.0.2.77/24}]");

    assertThat(Reading.problems(yaml))
        .containsExactly(
            "m.yaml:5: notice: CiliumLoadBalancerIPPool p: spec.blocks[0].cidr: '192.0.2.77/24' has"
                + " host bits set and counts as 192.0.2.0/24 (Write 192.0.2.0/24)");
    assertThat(Reading.state(yaml).pools().get("p").blocks().toString())
        .isEqualTo("[192.0.2.0/24]");
  }

  @Test
  void read_cidrAndRangeInOneBlock_cidrDecides() {
    String yaml = pool("blocks: [{cidr: 192.0.2.0/24, start: 198.51.100.1}]");

    assertThat(Reading.problems(yaml)).singleElement().asString().contains("cidr is given as well");
    assertThat(read("blocks: [{cidr: 192.0.2.0/24, start: 198.51.100.1}]").blocks().toString())
        .isEqualTo("[192.0.2.0/24]");
  }

  @Test
  void read_noBlocks_isAProblem() {
    assertThat(Reading.problems(pool("disabled: false")))
        .containsExactly(
            "m.yaml:4: error: CiliumLoadBalancerIPPool p: spec.blocks: the pool has no addresses"
                + " (Add blocks with cidr, or start and stop)");
  }

  @Test
  void read_unquotedNo_isTakenWithAWarning() {
    String spec = "blocks: [{cidr: 192.0.2.0/24}]\nallowFirstLastIPs: No";

    assertThat(Reading.problems(pool(spec)))
        .containsExactly(
            "m.yaml:6: warning: CiliumLoadBalancerIPPool p: spec.allowFirstLastIPs: 'No' is a flag"
                + " (true or false) to Kubernetes and not a text, Kubernetes refuses it (Put it in"
                + " quotes)");
    assertThat(read(spec).firstLastUsable()).isFalse();
  }

  @Test
  void read_brokenSelector_leavesThePoolWithoutEffect() {
    String yaml =
        pool(
            "blocks: [{cidr: 192.0.2.0/24}]\n"
                + "serviceSelector: {matchExpressions: [{key: a, operator: Is, values: [b]}]}");

    assertThat(Reading.problems(yaml))
        .containsExactly(
            "m.yaml:6: error: CiliumLoadBalancerIPPool p:"
                + " spec.serviceSelector.matchExpressions[0].operator: 'Is' is not one of"
                + " DoesNotExist, Exists, In, NotIn (Did you mean In?)");
    assertThat(Reading.state(yaml).pools()).isEmpty();
  }

  @Test
  void read_misspeltField_isGuessed() {
    assertThat(Reading.problems(pool("blocks: [{cidr: 192.0.2.0/24}]\nserviceSelektor: {}")))
        .containsExactly(
            "m.yaml:6: warning: CiliumLoadBalancerIPPool p: spec.serviceSelektor: the field is"
                + " unknown and has no effect (Did you mean serviceSelector?)");
  }
}
