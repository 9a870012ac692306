package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.readback.core.model.RouterConfig;
import io.readback.core.model.SecretRef;
import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RouterReaderTest {
  private static String router(String spec) {
    return Reading.object("readback.io/v1alpha1", "Router", "r", spec);
  }

  private static RouterConfig read(String spec) {
    return Reading.state(router(spec)).routers().get("r");
  }

  @Test
  void read_everyField_isInTheModel() {
    String spec =
        """
        address: 172.16.10.1
        addresses: [172.16.10.1, "2001:db8::1"]
        interval: 1m30s
        lookingGlasses:
          - type: frr
            ssh: {host: 172.16.10.1, port: 22, user: readback, hostKey: "SHA256:abc", secretRef: {namespace: kube-system, name: tor-ssh}}
          - type: snmp
            snmp: {version: v3, user: readback, authProtocol: SHA-256, privProtocol: AES-128, secretRef: {name: tor-snmp}}
          - type: json-file
            settings: {path: routes.json, strict: true, limits: {routes: 10}, tags: [a, b]}
        """;

    RouterConfig read = read(spec);

    assertThat(Reading.faults(router(spec))).isEmpty();
    assertThat(read.addresses())
        .containsExactly(IpAddress.parse("172.16.10.1"), IpAddress.parse("2001:db8::1"));
    assertThat(read.interval()).isEqualTo(Duration.ofSeconds(90));
    assertThat(read.lookingGlasses()).hasSize(3);
    RouterConfig.Glass frr = read.lookingGlasses().get(0);
    assertThat(frr.type()).isEqualTo("frr");
    assertThat(frr.texts())
        .hasToString(
            "{ssh.host=172.16.10.1, ssh.hostKey=SHA256:abc, ssh.port=22, ssh.user=readback}");
    assertThat(frr.secrets())
        .containsOnly(
            java.util.Map.entry("ssh.secretRef", new SecretRef("kube-system", "tor-ssh")));
    assertThat(frr.origin()).hasToString("m.yaml:9");
    assertThat(read.lookingGlasses().get(1).secrets().get("snmp.secretRef"))
        .isEqualTo(new SecretRef("default", "tor-snmp"));
    assertThat(read.lookingGlasses().get(2).texts())
        .hasToString("{limits.routes=10, path=routes.json, strict=true, tags=a,b}");
  }

  @Test
  void read_noInterval_isTenSeconds() {
    assertThat(read("address: 192.0.2.1").interval()).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({"1s, 1000", "1500ms, 1500", "1m30s, 90000", "1h, 3600000"})
  void read_interval_takesUnits(String written, long millis) {
    assertThat(read("address: 192.0.2.1\ninterval: " + written).interval())
        .isEqualTo(Duration.ofMillis(millis));
  }

  static Stream<Arguments> brokenFields() {
    return Stream.of(
        arguments(
            "interval: 10", "interval: '10' is not a duration (Add the unit: 10s for seconds)"),
        arguments(
            "interval: soon",
            "interval: 'soon' is not a duration (Write it with its unit, such as 10s or 1m30s)"),
        arguments(
            "interval: 500ms",
            "interval: '500ms' is not in the range 1s to 3600s (Use a value in the range)"),
        arguments(
            "lookingGlasses: [{ssh: {host: a}}]",
            "lookingGlasses[0].type: the field is missing (Add type)"),
        arguments(
            "lookingGlasses: [{type: frr, ssh: {password: hunter2}}]",
            "lookingGlasses[0].ssh.password: a credential must not stand in a manifest, it has no"
                + " effect (Put it into a Secret and refer to it by secretRef: {namespace,"
                + " name})"),
        arguments(
            "lookingGlasses: [{type: frr, ssh: {secretRef: tor}}]",
            "lookingGlasses[0].ssh.secretRef: needs an object with fields but has the text 'tor'"
                + " (Write an object with fields here)"),
        arguments(
            "addresses: [192.0.2.1, tor]",
            "addresses[1]: 'tor' is not an IP address (Write an IPv4 or IPv6 address such as"
                + " 192.0.2.1 or 2001:db8::1)"));
  }

  @ParameterizedTest
  @MethodSource("brokenFields")
  void read_brokenField_losesThatFieldAlone(String field, String problem) {
    String glasses = field.startsWith("looking") ? "" : "\nlookingGlasses: [{type: x}]";
    String spec = "address: 192.0.2.1\n" + field + glasses;

    assertThat(Reading.problems(router(spec)))
        .containsExactly("m.yaml:6: error: Router r: spec." + problem);
    assertThat(read(spec).addresses()).containsExactly(IpAddress.parse("192.0.2.1"));
    assertThat(Reading.state(router(spec)).toString()).doesNotContain("hunter2");
  }

  @Test
  void read_noAddress_hasNoEffect() {
    assertThat(Reading.problems(router("lookingGlasses: [{type: x}]")))
        .containsExactly(
            "m.yaml:4: error: Router r: spec.address: a router is known by its address, the object"
                + " has no effect (Add the peerAddress that it is known by)");
    assertThat(read("lookingGlasses: [{type: x}]")).isNull();
  }

  @Test
  void read_noLookingGlass_isAWarning() {
    assertThat(Reading.problems(router("address: 192.0.2.1")))
        .containsExactly(
            "m.yaml:4: warning: Router r: spec.lookingGlasses: without a looking glass the router"
                + " cannot be read (Add one)");
  }

  @Test
  void read_link_needsNoAddress() {
    String spec = "lookingGlasses: [{type: link, settings: {interface: eth0}}]";
    assertThat(Reading.problems(router(spec))).isEmpty();
    assertThat(read(spec).isLink()).isTrue();
    assertThat(read(spec).linkInterface()).isEqualTo("eth0");
  }

  @Test
  void read_linkWithAddress_hasNoEffect() {
    String spec = "address: 192.0.2.1\nlookingGlasses: [{type: link, settings: {interface: eth0}}]";
    assertThat(Reading.problems(router(spec)))
        .containsExactly(
            "m.yaml:5: error: Router r: spec.address: a looking glass of type link asks a link, and"
                + " a link has no address; the object has no effect (Make a Router of its own for"
                + " the link, without address)");
    assertThat(read(spec)).isNull();
  }
}
