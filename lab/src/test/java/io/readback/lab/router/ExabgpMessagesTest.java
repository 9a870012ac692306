package io.readback.lab.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExabgpMessagesTest {
  private static final String PEER = "172.16.10.2";
  private static final String HEAD =
      "{ \"neighbor\": { \"address\": { \"local\": \"172.16.10.1\", \"peer\": \"" + PEER + "\" }, ";

  @TempDir private Path dir;

  private static String state(String state) {
    return HEAD + "\"state\": \"" + state + "\" }, \"type\": \"state\" }\n";
  }

  private static String update(String body) {
    return HEAD + "\"message\": { \"update\": { " + body + " } } }, \"type\": \"update\" }\n";
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void of_linesAsTheyCome_addUpToASessionAndItsRoutes() throws IOException {
    Path file = dir.resolve("messages");
    append(file, state("connected") + "done\n" + state("up"));
    ExabgpMessages messages = new ExabgpMessages(file);
    assertThat(messages.of(PEER).isUp()).isTrue();
    assertThat(messages.of("172.16.10.9").isUp()).isFalse();

    String announced =
        update(
            "\"attribute\": { \"as-path\": [ 65011 ], \"med\": 5, \"community\": [ [ 65011, 1 ] ],"
                + " \"large-community\": [ [ 65011, 1 , 2 ] ], \"extended-community\": [ {"
                + " \"value\": 1, \"string\": \"target:65011:7\" } ] }, \"announce\": { \"ipv4"
                + " unicast\": { \"172.16.10.2\": [ { \"nlri\": \"192.0.2.1/32\" }, { \"nlri\":"
                + " \"192.0.2.2/32\" } ] } }");
    // a line that is not finished is not read
    append(file, announced.substring(0, 50));
    assertThat(messages.of(PEER).prefixes()).isEmpty();
    append(file, announced.substring(50));
    assertThat(messages.of(PEER).prefixes()).hasSize(2);
    assertThat(messages.of(PEER).paths("192.0.2.1/32"))
        .containsExactly(
            new HeldRoute(
                "192.0.2.1/32",
                "172.16.10.2",
                "65011",
                OptionalLong.empty(),
                OptionalLong.of(5),
                List.of("65011:1"),
                List.of("65011:1:2"),
                List.of("65011:7"),
                List.of()));

    append(file, update("\"withdraw\": { \"ipv4 unicast\": [ { \"nlri\": \"192.0.2.1/32\" } ] }"));
    assertThat(messages.of(PEER).prefixes()).containsExactly("192.0.2.2/32");
    append(file, state("down"));
    assertThat(messages.of(PEER).isUp()).isFalse();
    assertThat(messages.of(PEER).prefixes()).isEmpty();
  }

  @Test
  void of_pathsWithIdentifiers_comeAndGoOneByOne() throws IOException {
    Path file = dir.resolve("messages");
    String announce =
        "\"announce\": { \"ipv4 unicast\": { \"%s\": [ { \"nlri\": \"192.0.2.1/32\","
            + " \"path-information\": \"%s\" } ] } }";
    append(file, state("up") + update(announce.formatted("172.16.10.2", "0.0.0.1")));
    append(file, update(announce.formatted("172.16.10.3", "0.0.0.2")));
    ExabgpMessages messages = new ExabgpMessages(file);
    assertThat(messages.of(PEER).paths("192.0.2.1/32"))
        .extracting(HeldRoute::nextHop)
        .containsExactly("172.16.10.2", "172.16.10.3");
    assertThat(messages.of(PEER).count(BgpPeer.Family.IPV4)).isOne();

    append(
        file,
        update(
            "\"withdraw\": { \"ipv4 unicast\": [ { \"nlri\": \"192.0.2.1/32\","
                + " \"path-information\": \"0.0.0.1\" } ] }"));
    assertThat(messages.of(PEER).paths("192.0.2.1/32"))
        .extracting(HeldRoute::nextHop)
        .containsExactly("172.16.10.3");
  }
}
