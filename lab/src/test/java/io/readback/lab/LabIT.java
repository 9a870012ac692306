package io.readback.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@LabTest
final class LabIT {
  @Test
  void node_addressesOfBothFamilies_reachEachOther(Lab lab) {
    LabNode a = lab.node("a", "172.16.10.1/24", "2001:db8::1/64");
    lab.node("b", "172.16.10.2/24", "2001:db8::2/64");

    assertThat(reaches(a, "172.16.10.2")).isTrue();
    assertThat(reaches(a, "2001:db8::2")).isTrue();
  }

  @Test
  void isolate_linkStaysUp_carriesNothingUntilRejoined(Lab lab) {
    LabNode a = lab.node("a", "172.16.10.1/24");
    LabNode b = lab.node("b", "172.16.10.2/24");

    lab.isolate(b);
    assertThat(reaches(a, "172.16.10.2")).isFalse();
    assertThat(b.network("ip", "link", "show", "eth0").out()).contains("LOWER_UP");

    lab.rejoin(b);
    Awaitility.await().until(() -> reaches(a, "172.16.10.2"));
  }

  @Test
  void write_systemFolderOfNode_isNotThisMachines(Lab lab) {
    LabNode a = lab.node("a");

    a.write("/run/only-here", "text");

    assertThat(a.exec("cat", "/run/only-here").out()).isEqualTo("text");
    assertThat(Files.exists(Path.of("/run/only-here"))).isFalse();
    assertThat(a.exec("hostname").out()).isEqualTo("a\n");
  }

  @Test
  void java_mainOfThisClassPath_runsInTheNodesNetwork(Lab lab) {
    LabNode a = lab.node("a", "172.16.10.1/24");

    LabProcess process = a.java("addresses", PrintAddresses.class.getName(), "done");

    assertThat(process.awaitExit(Duration.ofSeconds(20))).isZero();
    assertThat(process.out()).contains("eth0 172.16.10.1").endsWith("done\n");
  }

  @Test
  void forward_serverOnNode_isReachedFromHere(Lab lab) throws Exception {
    LabNode a = lab.node("a", "172.16.10.1/24");
    LabNode b = lab.node("b", "172.16.10.2/24");
    LabProcess server = b.java("echo", EchoServer.class.getName(), "172.16.10.2", "7000");
    server.awaitLog("listening", Duration.ofSeconds(20));

    PortForward forward = lab.forward(a, "172.16.10.2", 7000);

    try (Socket socket = new Socket()) {
      socket.connect(forward.address());
      socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().readNBytes(6)).asString().isEqualTo("hello\n");
    }
  }

  @Test
  void stop_processThatIgnoresTerm_isKilled(Lab lab) {
    LabNode a = lab.node("a");
    LabProcess process =
        a.start("stubborn", "bash", "-c", "trap '' TERM; echo up; while :; do sleep 0.1; done");
    process.awaitLog("up", Duration.ofSeconds(5));
    assertThat(process.residentKib()).isPositive();

    process.stop();

    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void awaitLog_processEnds_failsAtOnceWithItsWords(Lab lab) {
    LabProcess process = lab.node("a").start("brief", "sh", "-c", "echo no; exit 3");

    assertThatThrownBy(() -> process.awaitLog("yes", Duration.ofSeconds(30)))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("ended with 3")
        .hasMessageContaining("no");
  }

  /** A refusal proves that packets went both ways. */
  private static boolean reaches(LabNode from, String address) {
    String connect = "echo > /dev/tcp/" + address + "/9";
    return from.network("timeout", "2", "bash", "-c", connect).err().contains("refused");
  }
}
