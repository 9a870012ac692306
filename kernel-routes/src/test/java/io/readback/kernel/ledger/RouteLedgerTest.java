package io.readback.kernel.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.RouteHop;
import io.readback.linux.route.RouteKey;
import io.readback.linux.route.RouteType;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.KernelTable;
import io.readback.spi.target.KernelTable.Mode;
import io.readback.testkit.Routes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteLedgerTest {
  private static final IpPrefix VIP = IpPrefix.parse("203.0.113.1/32");

  private final ScriptedKernel kernel = new ScriptedKernel();
  private final RouteLedger ledger = new RouteLedger(kernel, 200, GroupSupport.RESILIENT);
  private long generation;

  private static KernelTable table(String name, long number) {
    return new KernelTable(name, Mode.TABLE, number, 20, 200, "eth0");
  }

  private void aim(DesiredTarget... targets) {
    ledger.aim(Routes.state(++generation, Arrays.asList(targets)));
  }

  private static DesiredTarget want(KernelTable target, String... prefixes) {
    return new DesiredTarget(target, Routes.table(prefixes));
  }

  private static KernelRoute foreign(String prefix, int table, int metric) {
    return new KernelRoute(
        new RouteKey(table, IpPrefix.parse(prefix), metric),
        4,
        RouteType.UNICAST,
        List.of(RouteHop.via(IpAddress.parse("192.0.2.250"))));
  }

  private TargetStatus status() {
    return ledger.status().get(0);
  }

  @Test
  void pass_newAim_makesItAndWithdrawDeletesIt() throws Exception {
    ledger.resync();
    aim(want(table("t", 198), "203.0.113.1/32", "2001:db8:9::1/128"));
    ledger.pass(true, "");
    assertThat(kernel.takeDone())
        .containsExactly("create 203.0.113.1/32", "create 2001:db8:9::1/128");
    assertThat(status().advertised()).isEqualTo(status().accepted());
    aim(want(table("t", 198), "203.0.113.1/32", "2001:db8:9::1/128"));
    ledger.pass(true, "");
    assertThat(kernel.takeDone()).isEmpty();
    ledger.withdraw();
    assertThat(kernel.routes).isEmpty();
  }

  @Test
  void resync_beforeTheFirstAim_deletesNothing() throws Exception {
    aim(want(table("t", 198), "203.0.113.1/32"));
    ledger.resync();
    ledger.pass(true, "");
    RouteLedger next = new RouteLedger(kernel, 200, GroupSupport.NONE);
    kernel.takeDone();
    next.resync();
    next.pass(true, "");
    assertThat(kernel.takeDone()).isEmpty();
    next.aim(Routes.state(1, List.of()));
    next.pass(true, "");
    assertThat(kernel.takeDone()).containsExactly("delete 203.0.113.1/32");
  }

  @Test
  void pass_foreignRouteInThePlace_isRefusedWithTheOwnerAndLeftAlone() throws Exception {
    KernelRoute other = kernel.foreign(foreign("203.0.113.1/32", 198, 20));
    ledger.resync();
    aim(want(table("t", 198), "203.0.113.1/32", "203.0.113.2/32"));
    ledger.pass(true, "");
    assertThat(kernel.routes.get(other.key())).isEqualTo(other);
    assertThat(status().rejected().get(VIP)).contains("static (protocol 4)", "via 192.0.2.250");
    assertThat(status().advertised().get(VIP)).isNull();
    assertThat(status().advertised().size()).isEqualTo(1);
    kernel.routes.remove(other.key());
    ledger.seen(other, true);
    ledger.pass(true, "");
    assertThat(status().rejected()).isEmpty();
    assertThat(status().advertised().size()).isEqualTo(2);
  }

  @Test
  void pass_answersLost_isReconciledByAList() throws Exception {
    ledger.resync();
    kernel.lostBatches = 1;
    aim(want(table("t", 198), "203.0.113.1/32", "203.0.113.2/32"));
    ledger.pass(true, "");
    assertThat(ledger.isUnsure()).isTrue();
    assertThat(status().advertised().size()).isZero();
    kernel.takeDone();
    ledger.resync();
    ledger.pass(true, "");
    assertThat(kernel.takeDone()).isEmpty();
    assertThat(ledger.isUnsure()).isFalse();
    assertThat(status().advertised().size()).isEqualTo(2);
  }

  @Test
  void resync_listFails_isAskedForAgain() throws Exception {
    ledger.resync();
    kernel.lostBatches = 1;
    aim(want(table("t", 198), "203.0.113.1/32"));
    ledger.pass(true, "");
    kernel.failingCalls = 1;
    assertThatThrownBy(ledger::resync).isInstanceOf(LinuxException.class);
    assertThat(ledger.isUnsure()).isTrue();
  }

  @Test
  void pass_capabilityDroppedOnTheWay_isNamedAndTriedAgain() throws Exception {
    ledger.resync();
    aim(want(table("t", 198), "203.0.113.1/32"));
    ledger.pass(true, "");
    kernel.refusing = java.util.Optional.of(Errno.EPERM);
    aim(want(table("t", 198), "203.0.113.2/32"));
    ledger.pass(true, "");
    assertThat(status().rejected().values())
        .singleElement()
        .asString()
        .contains("EPERM", "needs CAP_NET_ADMIN");
    assertThat(ledger.hasRefusals()).isTrue();
    kernel.refusing = java.util.Optional.empty();
    ledger.retry();
    ledger.resync();
    ledger.pass(true, "");
    assertThat(kernel.routes.keySet())
        .extracting(k -> k.prefix().toString())
        .containsExactly("203.0.113.2/32");
    assertThat(status().rejected()).isEmpty();
  }

  @Test
  void pass_replaceRefused_staysWithThePathBefore() throws Exception {
    KernelTable target = new KernelTable("t", Mode.NEXTHOPS, 1000, 20, 200, "lo");
    Path before = path("192.0.2.250");
    ledger.resync();
    aim(new DesiredTarget(target, RouteTable.EMPTY.with(VIP, before)));
    ledger.pass(true, "");
    kernel.refusing = java.util.Optional.of(Errno.ENOMEM);
    aim(new DesiredTarget(target, RouteTable.EMPTY.with(VIP, path("192.0.2.252"))));
    ledger.pass(true, "");
    assertThat(status().advertised().get(VIP)).isEqualTo(before);
    assertThat(status().rejected()).containsKey(VIP);
  }

  private static Path path(String gateway) {
    return new Path(List.of(new NextHop.Address(IpAddress.parse(gateway))), PathAttributes.NONE);
  }

  @Test
  void pass_ipv6WithoutMetric_findsItAgainUnderTheKernelsMetric() throws Exception {
    KernelTable target = new KernelTable("t", Mode.TABLE, 70_000, 0, 200, "eth0");
    ledger.resync();
    aim(want(target, "203.0.113.1/32", "2001:db8:9::1/128"));
    ledger.pass(true, "");
    kernel.takeDone();
    assertThat(kernel.routes.keySet()).extracting(RouteKey::metric).containsExactly(0, 1024);
    assertThat(kernel.routes.keySet()).extracting(RouteKey::table).containsOnly(70_000);
    ledger.resync();
    ledger.pass(true, "");
    assertThat(kernel.takeDone()).isEmpty();
  }

  @Test
  void pass_notAllowedToWrite_saysWhatIsMissing() throws Exception {
    ledger.resync();
    aim(want(table("t", 198), "203.0.113.1/32"));
    ledger.pass(false, "for a reason");
    assertThat(kernel.takeDone()).isEmpty();
    assertThat(status().rejected()).containsEntry(VIP, "for a reason");
  }

  @Test
  void pass_twoTargetsOfOneKey_theFirstHasItAndTheOtherSucceeds() throws Exception {
    ledger.resync();
    aim(want(table("a", 198), "203.0.113.1/32"), want(table("b", 198), "203.0.113.1/32"));
    ledger.pass(true, "");
    assertThat(ledger.status().get(0).advertised().size()).isEqualTo(1);
    assertThat(ledger.status().get(1).rejected().get(VIP)).contains("is wanted by");
    aim(want(table("b", 198), "203.0.113.1/32"));
    ledger.pass(true, "");
    assertThat(status().advertised().size()).isEqualTo(1);
    assertThat(status().rejected()).isEmpty();
    assertThat(kernel.takeDone()).containsExactly("create 203.0.113.1/32");
  }

  @Test
  void pass_targetLosesItsKeyToAnother_saysThatItHasItNoMore() throws Exception {
    ledger.resync();
    aim(want(table("b", 198), "203.0.113.1/32"));
    ledger.pass(true, "");
    aim(want(table("a", 198), "203.0.113.1/32"), want(table("b", 198), "203.0.113.1/32"));
    ledger.pass(true, "");
    assertThat(ledger.status().get(0).advertised().size()).isEqualTo(1);
    assertThat(ledger.status().get(1).advertised().size()).isZero();
    assertThat(ledger.status().get(1).rejected()).containsKey(VIP);
  }

  @Test
  void pass_moreThanAChunk_isDoneWhole() throws Exception {
    String[] many = new String[9000];
    for (int i = 0; i < many.length; i++) {
      many[i] = "10.0." + (i >> 8) + "." + (i & 255) + "/32";
    }
    ledger.resync();
    aim(want(table("t", 198), many));
    ledger.pass(true, "");
    assertThat(kernel.routes).hasSize(9000);
    aim(want(table("t", 198), Arrays.copyOf(many, 10)));
    ledger.pass(true, "");
    assertThat(kernel.routes).hasSize(10);
    assertThat(ledger.heldCount()).isEqualTo(10);
  }
}
