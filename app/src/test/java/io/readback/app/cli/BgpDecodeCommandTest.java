package io.readback.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BgpDecodeCommandTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MARKER = "ff".repeat(16);
  private static final String KEEPALIVE = MARKER + "001304";
  private static final String OPEN = MARKER + "001d01" + "04fde8005a0a00000200";

  private final InputStream before = System.in;
  private String out = "";
  private String err = "";

  @AfterEach
  void restore() {
    System.setIn(before);
  }

  private int run(String input) {
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int code =
        ReadbackCommand.run(new PrintWriter(outText), new PrintWriter(errText), "bgp", "decode");
    out = outText.toString();
    err = errText.toString();
    return code;
  }

  private JsonNode answer(String line) {
    assertThat(run(line + "\n")).as(err).isZero();
    assertThat(out.lines()).hasSize(1);
    return JSON.readTree(out);
  }

  private static String withContext(String hex, String context) {
    return "{\"hex\":\"" + hex + "\",\"context\":" + context + "}";
  }

  @Test
  void keepalive_bareHex_hasEveryKeyOfTheContract() {
    assertThat(answer(KEEPALIVE))
        .isEqualTo(
            JSON.readTree(
                """
                {"kind":"ok","message":{"type":"KEEPALIVE","length":19},"code":null,"subcode":null,
                 "data":null,"withdrawn":[],"discarded":[],"reason":""}"""));
  }

  @ParameterizedTest
  @CsvSource({
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF001304",
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF:0013:04",
    "ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff 00 13 04",
    "ff:ff:ff:ff:ff:ff:ff:ff:ff:ff:ff:ff:ff:ff:ff:ff:00:13:04",
    "0xffffffffffffffffffffffffffffffff001304",
  })
  void hex_inAnyWriting_isRead(String hex) {
    assertThat(answer(hex).path("kind").asString()).isEqualTo("ok");
    assertThat(answer(withContext(hex, "{}")).path("kind").asString()).isEqualTo("ok");
  }

  @Test
  void open_byState_isReadOrRefused() {
    JsonNode established = answer(OPEN);
    assertThat(established.path("kind").asString()).isEqualTo("notification");
    assertThat(established.path("code").asInt()).isEqualTo(5);
    assertThat(established.path("subcode").asInt()).isEqualTo(3);
    assertThat(established.path("data").asString()).isEqualTo("01");
    assertThat(established.path("message").path("as").asLong()).isEqualTo(65000);
    JsonNode expected =
        answer(withContext(OPEN, "{\"state\":\"opensent\",\"peerAS\":65000,\"localAS\":65001}"));
    assertThat(expected.path("kind").asString()).isEqualTo("ok");
    JsonNode wrongAs = answer(withContext(OPEN, "{\"state\":\"OpenSent\",\"peerAS\":65009}"));
    assertThat(wrongAs.path("code").asInt()).isEqualTo(2);
    assertThat(wrongAs.path("subcode").asInt()).isEqualTo(2);
    assertThat(wrongAs.path("data").asString()).isEmpty();
    assertThat(wrongAs.path("reason").asString()).contains("expected AS 65009, got 65000");
    JsonNode noRole =
        answer(
            withContext(
                OPEN, "{\"state\":\"opensent\",\"role\":\"customer\",\"roleStrict\":true}"));
    assertThat(noRole.path("subcode").asInt()).isEqualTo(11);
    JsonNode ownId =
        answer(
            withContext(
                OPEN,
                "{\"state\":\"opensent\",\"peer\":\"ibgp\",\"localAS\":65000,\"localID\":\"10.0.0.2\"}"));
    assertThat(ownId.path("subcode").asInt()).isEqualTo(3);
  }

  @Test
  void update_everyContextKey_hasItsEffect() {
    String attributes = "40010100" + "400206" + "02010000fde8" + "400304c0000201";
    String update = MARKER + "002f02" + "0000" + "0014" + attributes + "20cb007101";
    update = update.replace("002f02", "00300" + "2");
    assertThat(answer(update).path("kind").asString()).isEqualTo("ok");
    assertThat(answer(withContext(update, "{\"localAS\":65000}")).path("kind").asString())
        .isEqualTo("not-eligible");
    assertThat(answer(withContext(update, "{\"peer\":\"ibgp\"}")).path("withdrawn").toString())
        .isEqualTo("[\"203.0.113.1/32\"]");
    assertThat(answer(withContext(update, "{\"fourOctetAS\":false}")).path("kind").asString())
        .isEqualTo("treat-as-withdraw");
    assertThat(
            answer(withContext(update, "{\"families\":[\"ipv6-unicast\"]}"))
                .path("kind")
                .asString())
        .isEqualTo("ignore");
    assertThat(
            answer(withContext(update, "{\"addPathReceive\":[\"ipv4-unicast\"]}"))
                .path("code")
                .asInt())
        .isEqualTo(3);
    assertThat(
            answer(withContext(update, "{\"enforceFirstAS\":true,\"peerAS\":65007}"))
                .path("kind")
                .asString())
        .isEqualTo("treat-as-withdraw");
    assertThat(
            answer(withContext(update, "{\"localAddress\":\"192.0.2.1\"}")).path("kind").asString())
        .isEqualTo("not-eligible");
  }

  @Test
  void badLines_areNamedOnStandardError_andTheOthersAnswered() {
    int exit =
        run(
            String.join(
                "\n",
                KEEPALIVE,
                "fff",
                "",
                "xyz",
                "{\"hex\":",
                "{\"hex\":\"" + KEEPALIVE + "\",\"contxt\":{}}",
                withContext(KEEPALIVE, "{\"holdtime\":3}"),
                withContext(KEEPALIVE, "{\"peerAS\":4294967296}"),
                withContext(KEEPALIVE, "{\"state\":\"open\"}"),
                withContext(KEEPALIVE, "{\"families\":\"ipv4-unicast\"}"),
                withContext(KEEPALIVE, "{\"families\":[\"ipv4\"]}"),
                withContext(KEEPALIVE, "{\"enhancedRefresh\":\"yes\"}"),
                withContext(KEEPALIVE, "{\"role\":9}"),
                withContext(KEEPALIVE, "{\"localID\":\"2001:db8::1\"}"),
                "{\"context\":{}}",
                "[1]",
                KEEPALIVE));
    assertThat(exit).isEqualTo(2);
    assertThat(out.lines()).hasSize(2);
    assertThat(err.lines())
        .hasSize(14)
        .allMatch(l -> l.startsWith("readback: line "))
        .anyMatch(l -> l.startsWith("readback: line 2: ") && l.contains("odd number"))
        .anyMatch(l -> l.startsWith("readback: line 4: ") && l.contains("'x'"))
        .anyMatch(l -> l.startsWith("readback: line 5: ") && l.contains("not JSON"))
        .anyMatch(l -> l.startsWith("readback: line 6: ") && l.contains("'contxt'"))
        .anyMatch(l -> l.startsWith("readback: line 7: ") && l.contains("'context.holdtime'"))
        .anyMatch(l -> l.startsWith("readback: line 8: ") && l.contains("context.peerAS"))
        .anyMatch(l -> l.startsWith("readback: line 9: ") && l.contains("openconfirm"))
        .anyMatch(l -> l.startsWith("readback: line 14: ") && l.contains("localID"))
        .anyMatch(l -> l.startsWith("readback: line 15: ") && l.contains("'hex'"));
  }
}
