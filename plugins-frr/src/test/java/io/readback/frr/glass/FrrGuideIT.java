package io.readback.frr.glass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.readback.lab.ExecResult;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.lab.PortForward;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import io.readback.spi.plugin.RouterRef;
import io.readback.spi.plugin.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/routers/frr.md, carried out word by word on a router. */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrrGuideIT {
  private static final String VIP = "192.0.2.1/32";
  private static final List<String> NODES = List.of("10.99.0.11", "10.99.0.12", "10.99.0.13");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String guide;
  private final LabNode router;
  private final FrrRouter frr;
  private final PortForward ssh;
  private final List<String> said = new ArrayList<>();

  FrrGuideIT(Lab lab) throws IOException {
    guide = Files.readString(Path.of("..", "docs", "routers", "frr.md"));
    router = lab.router("tor", "10.99.0.1/24");
    // Whatever the guide changes is the node's own, and goes with it.
    run("cp -a /etc /run/etc && mount --bind /run/etc /etc");
    run("for d in /usr/local/bin /root; do mount -t tmpfs -o mode=0755 tmpfs $d; done");
    run(
        "sed -i -e '/^readback:/d' -e 's/,readback$//' /etc/passwd /etc/shadow /etc/group /etc/gshadow");
    run("ssh-keygen -A && mkdir -p /run/sshd");
    frr = FrrRouter.on(router).config(blocks("frr").get(0)).start();
    for (String commands : blocks("sh")) {
      said.add(run(commands));
    }
    router
        .start("sshd", "/usr/sbin/sshd", "-D", "-e")
        .awaitLog("Server listening on 0.0.0.0", PATIENCE);
    for (int i = 1; i <= 3; i++) {
      String address = "10.99.0.1" + i;
      BirdRouter.on(lab.node("n" + i, address + "/24"), 64513, address)
          .peer(BgpPeer.to("10.99.0.1", 64512).build())
          .announce(VIP)
          .start();
    }
    ssh = lab.forward(router, "127.0.0.1", 22);
    NODES.forEach(frr::awaitEstablished);
  }

  private String run(String commands) {
    return router.exec("sh", "-c", "set -e\n" + commands).orFail().out();
  }

  private List<String> blocks(String language) {
    List<String> out = new ArrayList<>();
    Matcher m = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(guide);
    while (m.find()) {
      out.add(m.group(1));
    }
    assertThat(out).as("blocks of %s", language).isNotEmpty();
    return out;
  }

  private String fromManifest(String key) {
    Matcher m = Pattern.compile("(?m)^ +" + key + ": (.*)$").matcher(blocks("yaml").get(0));
    assertThat(m.find()).as(key).isTrue();
    return m.group(1);
  }

  private LookingGlass glass() throws Exception {
    Matcher fingerprint = Pattern.compile("SHA256:\\S+").matcher(said.get(said.size() - 1));
    assertThat(fingerprint.find()).isTrue();
    FrrLookingGlassFactory factory = new FrrLookingGlassFactory();
    SortedMap<String, String> texts = new TreeMap<>();
    texts.put("ssh.host", "127.0.0.1");
    texts.put("ssh.port", Integer.toString(ssh.port()));
    texts.put("ssh.user", fromManifest("user"));
    texts.put("ssh.hostKey", fingerprint.group());
    SortedMap<String, Map<String, Secret>> secrets = new TreeMap<>();
    secrets.put(
        "ssh.secretRef", Map.of("ssh-privatekey", Secret.ofText(run("cat /root/tor-rack-1"))));
    Settings.Result parsed = Settings.parse(factory.configKeys(), new Settings.Raw(texts, secrets));
    assertThat(parsed.problems()).isEmpty();
    LookingGlass glass =
        factory.create(
            new Scene.Context(),
            new RouterRef("tor-rack-1", List.of(IpAddress.parse(fromManifest("address")))),
            factory.configure(parsed.settings()));
    glass.start();
    return glass;
  }

  private static Interest interest() {
    SortedSet<IpAddress> hops = new TreeSet<>();
    SortedMap<IpAddress, Interest.ExpectedPeer> peers = new TreeMap<>();
    for (String node : NODES) {
      hops.add(IpAddress.parse(node));
      peers.put(
          IpAddress.parse(node),
          new Interest.ExpectedPeer(node, 64513, List.of(AddressFamily.IPV4)));
    }
    SortedMap<IpPrefix, SortedSet<IpAddress>> prefixes = new TreeMap<>();
    prefixes.put(IpPrefix.parse(VIP), hops);
    return new Interest(
        PrefixMap.of(prefixes), new TreeSet<>(List.of(IpPrefix.parse("192.0.2.0/24"))), peers);
  }

  @Test
  void guide_followed_theRestrictedUserSeesEverythingALookNeeds() throws Exception {
    LookingGlass glass = glass();
    RouterObservation[] last = new RouterObservation[1];
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              last[0] = glass.observe(interest());
              assertThat(last[0].findings()).isEmpty();
              assertThat(last[0].sightings())
                  .filteredOn(s -> s.vantage() == Vantage.INSTALLED)
                  .singleElement()
                  .satisfies(s -> assertThat(s.nextHops()).hasSize(3));
            });
    assertThat(last[0].sessions()).hasSize(3);

    // the questions about a cause go through the wrapper too
    frr.configure("ip prefix-list VIPS seq 5 deny " + VIP);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(glass.observe(interest()).findings())
                    .hasSize(3)
                    .allMatch(f -> f.cause() == Cause.FILTERED)
                    .allMatch(f -> f.evidence().contains("prefix-list VIPS seq 5 deny " + VIP)));
    frr.configure("no ip prefix-list VIPS seq 5 deny " + VIP);
    glass.stop();
  }

  @Test
  void guide_consoleExamples_sayWhatTheGuideSays() {
    run(
        "cd /root && mkdir -p .ssh && printf 'StrictHostKeyChecking accept-new\\nLogLevel ERROR\\n' > .ssh/config");
    Matcher m = Pattern.compile("(?m)^\\$ (ssh .*)\n(.*?)…?$").matcher(blocks("console").get(0));
    int examples = 0;
    while (m.find()) {
      ExecResult r = router.exec("sh", "-c", "cd /root && HOME=/root " + m.group(1));
      assertThat((r.out() + r.err()).replace("(tor)", "(tor-rack-1)"))
          .as(m.group(1))
          .contains(m.group(2).replaceAll("…$", ""));
      examples++;
    }
    assertThat(examples).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "id",
        "vtysh",
        "vtysh -b",
        "vtysh -c 'configure terminal'",
        "vtysh -c 'show version' -c 'configure terminal'",
        "vtysh -c 'show version\nconfigure terminal' -c 'router bgp 1'",
        "vtysh -c 'show version'; touch /run/touched",
        "vtysh -c 'show version' | sh",
        "vtysh -c 'show version' > /run/touched",
        "vtysh -c 'show version' && touch /run/touched",
        "vtysh -c 'show $(touch /run/touched)'",
        "vtysh -c 'show `touch /run/touched`'",
        "vtysh -c \"show version\"",
        "vtysh -c show",
        "vtysh -c 'show version",
        "vtysh -c 'show version' -c",
        "vtysh -c 'show running-config'",
        "vtysh -c 'clear bgp 10.99.0.11'",
        "vtysh -c 'write memory'",
        "vtysh -c 'show ip route ١٩٢.0.2.1'",
        "vtysh -d bgpd -c 'show version'",
        "sudo vtysh -c 'show version'",
        "/usr/bin/vtysh -c 'show version'",
      })
  void wrapper_anythingElse_isRefusedAndNothingRuns(String line) throws Exception {
    String before = frr.vtysh("show running-config");
    Path script = router.dir().resolve("line");
    Files.writeString(script, line);

    ExecResult r =
        router.exec(
            "sh",
            "-c",
            "ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
                + " -i /root/tor-rack-1 readback@10.99.0.1 \"$(cat "
                + script
                + ")\"");

    assertThat(r.exit()).as("%s %s", r.out(), r.err()).isEqualTo(126);
    assertThat(r.out()).isEmpty();
    assertThat(r.err()).contains("readback-vtysh: not allowed");
    assertThat(router.exec("test", "-e", "/run/touched").ok()).isFalse();
    assertThat(frr.vtysh("show running-config")).isEqualTo(before);
  }

  @Test
  void observe_userWithoutTheGroup_saysWhatToDo() throws Exception {
    LookingGlass glass = glass();
    run("gpasswd --delete readback frrvty");
    try {
      PluginException e =
          catchThrowableOfType(PluginException.class, () -> glass.observe(interest()));
      assertThat(e.kind()).as("%s", e).isEqualTo(Kind.PROTOCOL);
      assertThat(e).hasMessageContaining("the user may not open its sockets (group frrvty)");
    } finally {
      run("gpasswd --add readback frrvty");
      glass.stop();
    }
  }
}
