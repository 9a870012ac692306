package io.readback.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What FRR must do on every ground. */
abstract class FrrContract {
  private static final String CONFIG =
      """
      router bgp 65000
       bgp router-id 172.16.10.1
       no bgp ebgp-requires-policy
       neighbor 172.16.10.2 remote-as 65001
      """;

  @Test
  void frr_routeFromBird_isInTableAndKernelAndBackAfterRestart(Lab lab) {
    FrrRouter frr = FrrRouter.on(lab.router("frr", "172.16.10.1/24")).config(CONFIG).start();
    BirdRouter bird =
        BirdRouter.on(lab.node("bird", "172.16.10.2/24"), 65001, "172.16.10.2")
            .peer(BgpPeer.to("172.16.10.1", 65000).build())
            .announce("192.0.2.1/32")
            .start();

    bird.awaitEstablished("172.16.10.1");
    Awaitility.await().untilAsserted(() -> assertInstalled(frr));

    frr.restart();
    Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertInstalled(frr));
  }

  @Test
  void configure_savedLine_survivesACrash(Lab lab) {
    FrrRouter frr = FrrRouter.on(lab.router("frr", "172.16.10.1/24")).config(CONFIG).start();
    frr.configure("ip prefix-list KEPT seq 5 deny 192.0.2.1/32");
    frr.save();
    frr.configure("ip prefix-list LOST seq 5 deny 192.0.2.2/32");

    frr.crash();
    frr.start();

    assertThat(frr.vtysh("show running-config")).contains("KEPT").doesNotContain("LOST");
  }

  @Test
  void start_configurationThatFrrRefuses_failsWithItsWords(Lab lab) {
    FrrRouter.Builder frr =
        FrrRouter.on(lab.router("frr", "172.16.10.1/24"))
            .config("router bgp 65000\n neighbour x\n");

    assertThatThrownBy(frr::start)
        .isInstanceOf(LabException.class)
        .hasMessageContaining("neighbour x");
  }

  @Test
  void ssh_pinnedHostKeyAndUsersKey_runsVtysh(Lab lab) {
    FrrRouter frr = FrrRouter.on(lab.router("frr", "172.16.10.1/24")).config(CONFIG).ssh().start();
    LabNode client = lab.node("client", "172.16.10.3/24");

    ExecResult answer = ssh(client, frr, frr.ssh().privateKeyFile());
    assertThat(answer.out()).as(answer.err()).contains("\"as\":65000");

    String stranger = frr.ssh().strangerKey();
    client.write(client.dir().resolve("stranger").toString(), stranger);
    client.exec("chmod", "0600", client.dir().resolve("stranger").toString()).orFail();
    assertThat(ssh(client, frr, client.dir().resolve("stranger")).err())
        .contains("Permission denied");

    assertThat(sshByPassword(client, frr).out()).contains("\"as\":65000");

    String before = frr.ssh().hostKeyFingerprint();
    frr.ssh().replaceHostKey();
    assertThat(frr.ssh().hostKeyFingerprint()).startsWith("SHA256:").isNotEqualTo(before);
    assertThat(ssh(client, frr, frr.ssh().privateKeyFile()).out()).contains("\"as\":65000");
  }

  @Test
  void forward_portOfTheRouter_isReachedFromThisJvm(Lab lab) throws IOException {
    FrrRouter frr = FrrRouter.on(lab.router("frr", "172.16.10.1/24")).config(CONFIG).ssh().start();

    try (Socket socket = new Socket()) {
      socket.connect(lab.forward(frr.node(), "172.16.10.1", 22).address());

      assertThat(socket.getInputStream().readNBytes(8)).asString().isEqualTo("SSH-2.0-");
    }
  }

  @Test
  void close_routerAndANewOneOfTheSameName_startsFromNothing(Lab lab) {
    FrrRouter first =
        FrrRouter.on(lab.router("frr", "172.16.10.1/24")).config(CONFIG).ssh().start();

    first.node().close();
    FrrRouter second =
        FrrRouter.on(lab.router("frr", "172.16.10.1/24"))
            .config("ip prefix-list SECOND seq 5 permit any\n")
            .ssh()
            .start();

    assertThat(second.vtysh("show running-config")).contains("SECOND").doesNotContain("65000");
    assertThatThrownBy(() -> first.vtysh("show version")).hasMessageContaining("closed");
  }

  @Test
  void snmp_agentBesideFrr_answersWithTheLocalAs(Lab lab) {
    FrrRouter frr = FrrRouter.on(lab.router("frr", "172.16.10.1/24")).config(CONFIG).snmp().start();
    LabNode client = lab.node("client", "172.16.10.3/24");
    List<String> get =
        List.of(
            "snmpget",
            "-v3",
            "-l",
            "authPriv",
            "-u",
            frr.snmp().user(),
            "-a",
            "SHA-256",
            "-A",
            frr.snmp().authPassphrase(),
            "-x",
            "AES",
            "-X",
            frr.snmp().privPassphrase(),
            "-Oqv",
            "-m",
            "",
            "172.16.10.1",
            "1.3.6.1.2.1.15.2.0");

    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> {
              ExecResult answer = client.exec(get, "", Duration.ofSeconds(20));
              assertThat(answer.out()).as(answer.err()).isEqualTo("65000\n");
            });
  }

  private static ExecResult ssh(LabNode client, FrrRouter frr, Path key) {
    Path known = client.dir().resolve("known_hosts");
    client.write(known.toString(), "172.16.10.1 " + frr.ssh().hostKeyLine() + "\n");
    return client.exec(
        "ssh",
        "-F",
        "none",
        "-i",
        key.toString(),
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        "BatchMode=yes",
        "-o",
        "StrictHostKeyChecking=yes",
        "-o",
        "UserKnownHostsFile=" + known,
        frr.ssh().user() + "@172.16.10.1",
        "vtysh -c 'show bgp summary json'");
  }

  private static ExecResult sshByPassword(LabNode client, FrrRouter frr) {
    Path answer = client.dir().resolve("answer");
    client.write(answer.toString(), "#!/bin/sh\necho " + frr.ssh().password() + "\n");
    client.exec("chmod", "0700", answer.toString()).orFail();
    return client.exec(
        "env",
        "SSH_ASKPASS_REQUIRE=force",
        "SSH_ASKPASS=" + answer,
        "ssh",
        "-F",
        "none",
        "-o",
        "PubkeyAuthentication=no",
        "-o",
        "StrictHostKeyChecking=yes",
        "-o",
        "UserKnownHostsFile=" + client.dir().resolve("known_hosts"),
        frr.ssh().user() + "@172.16.10.1",
        "vtysh -c 'show bgp summary json'");
  }

  private static void assertInstalled(FrrRouter frr) {
    assertThat(frr.bgpRoutes("ipv4"))
        .containsEntry("192.0.2.1/32", new TreeSet<>(List.of("172.16.10.2")));
    assertThat(frr.forwardingRoutes())
        .containsEntry("192.0.2.1/32", new TreeSet<>(List.of("172.16.10.2")));
  }
}
