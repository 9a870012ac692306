package io.readback.router.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentsTest {
  private static JsonDocuments of(String text) {
    return JsonDocuments.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void next_documentsWithoutSeparator_areReadOneByOne() throws PluginException {
    try (JsonDocuments documents = of("{\"a\":1}{\"b\":[2]}\n[3]\n")) {
      assertThat(documents.next().get("a").asInt()).isEqualTo(1);
      assertThat(documents.next().get("b").get(0).asInt()).isEqualTo(2);
      assertThat(documents.hasNext()).isTrue();
      assertThat(documents.next().get(0).asInt()).isEqualTo(3);
      assertThat(documents.hasNext()).isFalse();
      documents.end();
    }
  }

  @Test
  void afterText_linesBeforeTheFirstDocument_areText() throws PluginException {
    String text = "FRRouting 8.4\n  '${prefix}/include' {x}\n";
    try (JsonDocuments documents =
        JsonDocuments.afterText((text + "{\"a\":1}").getBytes(StandardCharsets.UTF_8))) {
      assertThat(documents.text()).isEqualTo(text);
      assertThat(documents.next().get("a").asInt()).isEqualTo(1);
    }
  }

  @Test
  void nextMembers_nestedObject_isHandedOutMemberByMember() throws PluginException {
    List<String> seen = new ArrayList<>();
    try (JsonDocuments documents = of("{\"h\":1,\"r\":{\"p\":[1],\"q\":{}},\"t\":null}{\"x\":2}")) {
      documents.nextMembers(
          "r", (name, value) -> seen.add("r." + name), (name, value) -> seen.add(name));
      documents.nextMembers((name, value) -> seen.add(name + "=" + value));
    }
    assertThat(seen).containsExactly("h", "r.p", "r.q", "t", "x=2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "% Unknown command: show x",
        "  % Ambiguous command: show i",
        "% Command incomplete: show",
      })
  void next_commandNotKnown_isUnsupportedWithTheWords(String text) {
    PluginException e = catchThrowableOfType(PluginException.class, () -> of(text).next());

    assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(e).hasMessageContaining(text.strip());
  }

  @Test
  void next_textAfterADocument_isRefusedAtTheText() throws PluginException {
    try (JsonDocuments documents = of("{}% Unknown command: show bgp nexthop json\n")) {
      documents.next();

      assertThat(catchThrowableOfType(PluginException.class, documents::next))
          .hasMessageContaining("% Unknown command: show bgp nexthop json");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bgpd is not running",
        "7",
        "\"text\"",
        "null",
        "<html>",
        "{\"a\":}",
        "{\"a\":1,,}",
        "{'a':1}",
        "{\"a\":NaN}",
        "]",
        "",
      })
  void next_noDocument_isProtocol(String text) {
    assertThat(catchThrowableOfType(PluginException.class, () -> of(text).next()).kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void next_cutAnywhere_isRefused() throws PluginException {
    byte[] whole =
        "{\"routes\":{\"192.0.2.1/32\":[{\"valid\":true,\"s\":\"x\\n\"}]},\"n\":[1,2.5,-3e4,null]}"
            .getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut < whole.length; cut++) {
      byte[] part = Arrays.copyOf(whole, cut);
      assertThat(
              catchThrowableOfType(PluginException.class, () -> JsonDocuments.of(part).next())
                  .kind())
          .as("cut after %d", cut)
          .isEqualTo(Kind.PROTOCOL);
      assertThat(
              catchThrowableOfType(
                  PluginException.class,
                  () -> JsonDocuments.of(part).nextMembers("routes", (n, v) -> {}, (n, v) -> {})))
          .as("cut after %d", cut)
          .isNotNull();
    }
    assertThat(JsonDocuments.of(whole).next().get("n").size()).isEqualTo(4);
  }

  @Test
  void next_nestedTooDeep_isRefused() {
    String deep = "[".repeat(JsonDocuments.MAX_DEPTH + 1) + "]".repeat(JsonDocuments.MAX_DEPTH + 1);

    assertThat(catchThrowableOfType(PluginException.class, () -> of(deep).next()).kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void next_endlessNameOrString_isRefused() {
    String name = "{\"" + "n".repeat(1 << 16) + "\":1}";
    String string = "{\"a\":\"" + "s".repeat(2 << 20) + "\"}";

    assertThat(catchThrowableOfType(PluginException.class, () -> of(name).next())).isNotNull();
    assertThat(catchThrowableOfType(PluginException.class, () -> of(string).next())).isNotNull();
  }

  @Test
  void end_moreFollows_isRefused() {
    assertThat(catchThrowableOfType(PluginException.class, () -> of("{}").end()).kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("What looks like another encoding than UTF-8 is no JSON, and said to be none")
  @ValueSource(strings = {"0000fffe", "feff0000", "00007b00", "7b007d00", "fffe7b007d00"})
  void next_otherEncoding_isProtocol(String hex) {
    try (JsonDocuments documents = JsonDocuments.of(HexFormat.of().parseHex(hex))) {
      assertThat(catchThrowableOfType(PluginException.class, documents::next).kind())
          .isEqualTo(Kind.PROTOCOL);
    }
  }
}
