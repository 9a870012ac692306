package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.router.BgpRouter.Feature;
import io.readback.lab.router.HeldRoute;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.FibonacciPollInterval;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Rows about what the router makes of our routes. */
abstract class RouteRows extends SessionRows {
  private static final int BULK_ROUTES = 100_000;

  /** GRACEFUL_SHUTDOWN, RFC 8326. */
  private static final String DRAINED = "65535:0";

  RouteRows(String column) {
    super(column);
  }

  @Test
  @Order(3)
  void extendedNextHop_ipv4Route_hasOurIpv6Address() {
    cell(
        InteropRow.EXTENDED_NEXT_HOP,
        () -> {
          InteropLink link = InteropLink.EXTENDED_NEXT_HOP;
          at(link).tell("announce 192.0.2.201/32");
          assertUp(link);
          assertThat(held(link, "192.0.2.201/32").nextHop()).isEqualTo(link.address());
        });
  }

  @Test
  @Order(3)
  void extendedNextHop_notAgreed_keepsIpv4RoutesBack() {
    cell(
        InteropRow.NO_EXTENDED_NEXT_HOP,
        () -> {
          InteropLink link = InteropLink.NO_EXTENDED_NEXT_HOP;
          at(link).tell("announce 192.0.2.202/32");
          assertUp(link);
          at(link).awaitStatus("advertised=1 rejected=1");
          assertThat(router().route(link.address(), "192.0.2.202/32")).isEmpty();
        });
  }

  @Test
  @Order(3)
  void communities_ofEveryKind_reachTheRouter() {
    InteropLink link = InteropLink.EBGP_IPV4_DIAL;
    String vip = "192.0.2.203/32";
    at(link)
        .tell("route " + vip + " self med=5 65011:1 65011:2 65011:1:2 65011:3:4 target:65011:7");
    cell(
        InteropRow.COMMUNITIES,
        () -> {
          assertThat(held(link, vip).communities()).containsExactly("65011:1", "65011:2");
          assertThat(held(link, vip).med()).hasValue(5);
        });
    cell(
        InteropRow.LARGE_COMMUNITIES,
        () ->
            assertThat(held(link, vip).largeCommunities())
                .containsExactly("65011:1:2", "65011:3:4"));
    cell(
        InteropRow.EXTENDED_COMMUNITIES,
        () -> assertThat(held(link, vip).routeTargets()).containsExactly("65011:7"));
  }

  @Test
  @Order(3)
  void path_prependedAndWithBandwidth_hasBothAtTheRouter() {
    InteropLink link = InteropLink.EBGP_IPV4_DIAL;
    String vip = "192.0.2.204/32";
    at(link).tell("route " + vip + " self as-path=65011,65011 bandwidth:65011:250000000");
    cell(
        InteropRow.PREPEND,
        () -> assertThat(held(link, vip).asPath()).isEqualTo("65011 65011 65011"));
    cell(
        InteropRow.LINK_BANDWIDTH,
        () -> assertThat(held(link, vip).bandwidths()).containsExactly(250_000_000L));
  }

  @Test
  @Order(3)
  void paths_severalOfAPrefix_comeAndGoOneByOne() {
    cell(
        InteropRow.ADD_PATH,
        () -> {
          InteropLink link = InteropLink.ADD_PATH;
          String vip = "192.0.2.205/32";
          at(link)
              .tell("route " + vip + " 172.16.10.201 med=1")
              .tell("also " + vip + " 172.16.10.202 med=2");
          assertUp(link);
          awaitNextHops(link, vip, "172.16.10.201", "172.16.10.202");
          at(link).tell("route " + vip + " 172.16.10.202 med=2");
          awaitNextHops(link, vip, "172.16.10.202");
        });
  }

  private void awaitNextHops(InteropLink link, String prefix, String... hops) {
    eventually(
        () ->
            assertThat(router().paths(link.address(), prefix))
                .extracting(HeldRoute::nextHop)
                .containsExactlyInAnyOrder(hops));
  }

  @Test
  @Order(3)
  void drain_ofARoute_isLeastPreferredAndThenWithdrawn() {
    InteropLink external = InteropLink.EBGP_IPV4_DIAL;
    InteropLink internal = InteropLink.IBGP_IPV4_DIAL;
    String vip = "192.0.2.206/32";
    cell(
        InteropRow.DRAIN,
        () -> {
          at(external).tell("announce " + vip);
          at(internal).tell("announce " + vip);
          assertThat(held(external, vip).communities()).isEmpty();
          assertThat(held(internal, vip).localPref()).hasValue(100);
          at(external).tell("route " + vip + " self 65535:0 med=4294967295");
          at(internal).tell("route " + vip + " self 65535:0 local-pref=0");
          eventually(
              () -> {
                assertThat(held(external, vip).communities()).containsExactly(DRAINED);
                assertThat(held(external, vip).med()).hasValue(0xffffffffL);
                assertThat(held(internal, vip).communities()).containsExactly(DRAINED);
                assertThat(held(internal, vip).localPref()).hasValue(0);
              });
          at(external).tell("withdraw " + vip);
          at(internal).tell("withdraw " + vip);
          eventually(
              () -> {
                assertThat(router().paths(external.address(), vip)).isEmpty();
                assertThat(router().paths(internal.address(), vip)).isEmpty();
              });
        });
  }

  @Test
  @Order(5)
  void refresh_asked_tableIsSentAgain() {
    InteropLink link = InteropLink.EBGP_IPV4_DIAL;
    cell(
        InteropRow.REFRESH,
        () -> {
          assertUp(link);
          long before = router().announcementsReceived(link.address());
          router().refreshIn(link.address());
          eventually(
              () ->
                  assertThat(router().announcementsReceived(link.address())).isGreaterThan(before));
          assertUp(link);
        });
    cell(
        InteropRow.ENHANCED_REFRESH,
        () ->
            eventually(
                () ->
                    assertThat(router().hasAgreed(link.address(), Feature.ENHANCED_REFRESH))
                        .as(router().describe(link.address()))
                        .isTrue()));
  }

  @Test
  @Order(6)
  void routes_hundredThousand_comeAndGo() {
    InteropLink link = InteropLink.BULK;
    AtomicBoolean large = new AtomicBoolean();
    cell(
        InteropRow.EXTENDED_MESSAGES,
        () -> {
          assertUp(link);
          assertThat(router().hasAgreed(link.address(), Feature.EXTENDED_MESSAGES))
              .as(router().describe(link.address()))
              .isTrue();
        });
    cell(
        InteropRow.BULK,
        () -> {
          assertUp(link);
          at(link).tell("clear");
          awaitCount(link, 0);
          long before = updates(link);
          at(link).tell("range 10.0.0.0 " + BULK_ROUTES);
          // while the other is taken in
          if (has(InteropRow.BULK_IPV6)) {
            at(InteropLink.BULK_IPV6).tell("range 2001:db8:f:: " + BULK_ROUTES);
          }
          awaitCount(link, BULK_ROUTES);
          large.set(updates(link) - before <= 12);
          assertThat(router().route(link.address(), "10.0.0.7/32")).isPresent();
          at(link).tell("withdraw 10.0.0.7/32");
          awaitCount(link, BULK_ROUTES - 1);
          at(link).tell("clear");
          awaitCount(link, 0);
          assertThat(at(link).status()).contains("established").contains("advertised=0");
        });
    cell(InteropRow.LARGE_UPDATES, () -> assertThat(large).isTrue());
    cell(
        InteropRow.BULK_IPV6,
        () -> {
          InteropLink ipv6 = InteropLink.BULK_IPV6;
          awaitCount(ipv6, BULK_ROUTES + 1);
          assertThat(router().route(ipv6.address(), "2001:db8:f::7/128")).isPresent();
          at(ipv6).tell("clear");
          awaitCount(ipv6, 0);
          assertThat(at(ipv6).status()).contains("established").contains("advertised=0");
        });
  }

  /** How many UPDATEs we have sent. */
  private long updates(InteropLink link) {
    return Long.parseLong(at(link).status().replaceAll(".* updates=(\\d+) .*", "$1"));
  }

  private void awaitCount(InteropLink link, int count) {
    Awaitility.await()
        // 55 ms and then ever longer: with some routers counting is dear
        .pollInterval(FibonacciPollInterval.fibonacci(9, TimeUnit.MILLISECONDS))
        .atMost(Duration.ofMinutes(2))
        .until(() -> router().routeCount(link.address(), link.family()) == count);
  }
}
