package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.L2Policy;
import io.readback.spi.target.LinkInterfaces;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class L2PolicyReaderTest {
  private static String policy(String spec) {
    return Reading.object("cilium.io/v2alpha1", "CiliumL2AnnouncementPolicy", "p", spec);
  }

  @Test
  void read_everyField_isInTheModel() {
    String yaml =
        policy(
            """
            serviceSelector: {matchLabels: {io.kubernetes.service.name: web}}
            nodeSelector: {matchExpressions: [{key: control, operator: DoesNotExist}]}
            interfaces: ["^eth[0-9]+", bond0]
            externalIPs: true
            loadBalancerIPs: true
            """);
    L2Policy policy = Reading.state(yaml).l2Policies().get("p");
    assertThat(Reading.faults(yaml)).isEmpty();
    assertThat(policy.serviceSelector().orElseThrow())
        .hasToString("io.kubernetes.service.name=web");
    assertThat(policy.nodeSelector().orElseThrow()).hasToString("!control");
    assertThat(policy.interfaces()).containsExactly("^eth[0-9]+", "bond0");
    assertThat(policy.externalIps()).isTrue();
    assertThat(policy.loadBalancerIps()).isTrue();
  }

  @Test
  void read_fewFields_getsDefaults() {
    L2Policy policy = Reading.state(policy("loadBalancerIPs: true")).l2Policies().get("p");
    assertThat(policy.serviceSelector()).isEmpty();
    assertThat(policy.nodeSelector()).isEmpty();
    assertThat(policy.interfaces()).isEmpty();
    assertThat(policy.externalIps()).isFalse();
  }

  @Test
  void read_neitherKindOfAddress_isAWarning() {
    assertThat(Reading.faults(policy("interfaces: [eth0]")))
        .singleElement()
        .asString()
        .contains("warning", "announces nothing");
  }

  @Test
  void read_brokenPattern_leavesThePolicyWithoutEffect() {
    String yaml = policy("loadBalancerIPs: true\ninterfaces: ['eth[']");
    assertThat(Reading.state(yaml).l2Policies()).isEmpty();
    assertThat(Reading.faults(yaml))
        .singleElement()
        .asString()
        .contains("spec.interfaces[0]", "no regular expression");
  }

  @ParameterizedTest
  @CsvSource({
    "'^eth[[:digit:]]+$', eth0 eth12, ethd eth:",
    "'^en[^[:alpha:]_]', en0 en-, ena en_",
    "'^[[:^digit:][:space:]]+$', eth, eth0",
    "'^(?P<kind_of>eth|bond)\\d$', eth0 bond1, ethx",
    "'^(?<kind>eth)0$', eth0, eth1",
    "'^a[]x[]$', a] ax a[, ab",
    "'^[a&&b]0$', a0 &0 b0, c0",
    "'^\\Qa[0\\E$', a[0, a0",
    "'^vlan\\.[\\d]+$', vlan.7, vlanx7"
  })
  void read_patternInGoSyntax_meansWhatItMeansThere(String pattern, String in, String out) {
    String yaml = policy("loadBalancerIPs: true\ninterfaces: ['" + pattern + "']");
    assertThat(Reading.faults(yaml)).isEmpty();
    L2Policy policy = Reading.state(yaml).l2Policies().get("p");
    LinkInterfaces interfaces = new LinkInterfaces(new TreeSet<>(), policy.interfaces());
    assertThat(in.split(" ")).allMatch(interfaces::selects);
    assertThat(out.split(" ")).noneMatch(interfaces::selects);
  }

  @Test
  void read_unknownCharacterClass_leavesThePolicyWithoutEffect() {
    String yaml = policy("loadBalancerIPs: true\ninterfaces: ['^eth[[:number:]]$']");
    assertThat(Reading.state(yaml).l2Policies()).isEmpty();
    assertThat(Reading.faults(yaml)).singleElement().asString().contains("[:number:]");
  }

  @Test
  void read_brokenSelector_neverSelectsEverything() {
    String yaml = policy("loadBalancerIPs: true\nnodeSelector: {matchLabels: 7}");
    assertThat(Reading.state(yaml).l2Policies()).isEmpty();
    assertThat(Reading.faults(yaml)).isNotEmpty();
  }

  @Test
  void read_unknownField_isReported() {
    assertThat(Reading.faults(policy("loadBalancerIPs: true\nloadBalancerIP: true")))
        .singleElement()
        .asString()
        .contains("the field is unknown");
  }
}
