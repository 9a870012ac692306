package io.readback.frr.glass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.readback.frr.Samples;
import io.readback.router.command.ExecResult;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** An answer that is cut off anywhere is refused: it never passes for one without the rest. */
class TruncationTest {
  private static final List<FrrCommands.Look> LOOKS =
      new FrrCommands(VtyshProgram.DEFAULT, java.util.Optional.empty())
          .looks(new TreeSet<>(List.of(IpPrefix.parse("192.0.2.0/24"))));

  private static byte[] whole(String summary, String table, String rib) {
    return (Samples.text("frr-8.4/version.txt")
            + Samples.text(summary)
            + Samples.text(table)
            + Samples.text(rib))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void read(byte[] answer) throws PluginException {
    FrrTables.read(LOOKS, List.of(new ExecResult(0, answer, new byte[0])), p -> true);
  }

  @Test
  void read_cutAtEveryKilobyteAndNearTheEnds_isRefused() {
    for (byte[] whole :
        List.of(
            whole(
                "frr-8.4/bgp-summary.json",
                "frr-8.4/bgp-longer-prefixes.json",
                "frr-8.4/route-longer-prefixes.json"),
            whole("frr-10.3/summary.json", "frr-10.3/table.json", "frr-10.3/rib.json"))) {
      assertThatCode(() -> read(whole)).doesNotThrowAnyException();
      int end = new String(whole, StandardCharsets.UTF_8).stripTrailing().length();
      TreeSet<Integer> cuts = new TreeSet<>();
      for (int at = 0; at < end; at += 1024) {
        cuts.add(at);
      }
      for (int at = Math.max(0, end - 64); at < end; at++) {
        cuts.add(at);
      }
      for (int cut : cuts) {
        PluginException e =
            catchThrowableOfType(PluginException.class, () -> read(Arrays.copyOf(whole, cut)));
        assertThat(e).as("cut after %d of %d", cut, whole.length).isNotNull();
        assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
      }
    }
  }

  @Test
  void read_unknownFieldsEverywhere_areIgnored() throws PluginException {
    String extra = "\"newThing\":{\"a\":[1,{\"b\":null}]},";
    String answer =
        new String(
                whole(
                    "frr-8.4/bgp-summary.json",
                    "frr-8.4/bgp-longer-prefixes.json",
                    "frr-8.4/ip-route-prefix.json"),
                StandardCharsets.UTF_8)
            .replaceAll("\"(routerId|remoteAs|valid|protocol|ip)\":", extra + "$0");

    FrrTables tables =
        FrrTables.read(
            LOOKS,
            List.of(new ExecResult(0, answer.getBytes(StandardCharsets.UTF_8), new byte[0])),
            p -> true);

    assertThat(tables.paths().get(IpPrefix.parse("192.0.2.1/32"))).hasSize(3);
    assertThat(tables.installed(IpPrefix.parse("192.0.2.1/32")).orElseThrow().nextHops())
        .hasSize(3);
  }

  @Test
  void read_moreThanWasAsked_isRefused() {
    byte[] answer =
        (new String(
                    whole(
                        "frr-8.4/bgp-summary.json",
                        "frr-8.4/bgp-longer-prefixes.json",
                        "frr-8.4/route-longer-prefixes.json"),
                    StandardCharsets.UTF_8)
                + "{}")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(catchThrowableOfType(PluginException.class, () -> read(answer)).kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void read_statusNotZero_isRefusedWithTheRoutersWords() {
    ExecResult answer =
        new ExecResult(1, new byte[0], "bgpd is not running\n".getBytes(StandardCharsets.UTF_8));

    PluginException e =
        catchThrowableOfType(
            PluginException.class, () -> FrrTables.read(LOOKS, List.of(answer), p -> true));

    assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(e).hasMessageContaining("status 1: bgpd is not running");
  }

  @Test
  void read_userOutsideTheGroup_isPermissionWithARemedy() {
    PluginException e =
        refused(
            1,
            "vtysh_pam: Failed in account validation: Authentication failure(7)Exiting: failed to"
                + " connect to any daemons.\n"
                + "Hint: if this seems wrong, try running me as a privileged user!\n");

    assertThat(e.kind()).isEqualTo(Kind.PERMISSION);
    assertThat(e).hasMessageContaining("put it into group frrvty");
  }

  @Test
  void read_noDaemonRuns_saysBothWhatItMayBe() {
    PluginException e = refused(1, "Exiting: failed to connect to any daemons.\n");

    assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(e).hasMessageContaining("FRR does not run, or the user may not open its sockets");
  }

  @Test
  void read_forcedCommandRefuses_isPermissionWithItsWords() {
    PluginException e = refused(126, "readback-vtysh: not allowed: show bgp summary\n");

    assertThat(e.kind()).isEqualTo(Kind.PERMISSION);
    assertThat(e).hasMessageContaining("not allowed: show bgp summary; the user may not run vtysh");
  }

  private static PluginException refused(int status, String err) {
    ExecResult answer = new ExecResult(status, new byte[0], err.getBytes(StandardCharsets.UTF_8));
    return catchThrowableOfType(
        PluginException.class, () -> FrrTables.read(LOOKS, List.of(answer), p -> true));
  }

  @Test
  void read_notAllowed_isPermissionWithARemedy() {
    ExecResult answer =
        new ExecResult(126, new byte[0], "command not allowed\n".getBytes(StandardCharsets.UTF_8));

    PluginException e =
        catchThrowableOfType(
            PluginException.class, () -> FrrTables.read(LOOKS, List.of(answer), p -> true));

    assertThat(e.kind()).isEqualTo(Kind.PERMISSION);
    assertThat(e).hasMessageContaining("frrvty");
  }
}
