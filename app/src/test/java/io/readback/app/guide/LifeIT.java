package io.readback.app.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.ExecResult;
import io.readback.lab.Lab;
import io.readback.lab.LabTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What happens to the guide's cluster in its life, seen at the router and in the verdicts. One
 * cluster lives through all of it; each test begins with the guide as it is, all of it verified.
 */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LifeIT {
  /** What a cause may take to be named once the router has it. */
  private static final Duration NAMED = Duration.ofSeconds(10);

  private static final Duration SOON = Duration.ofSeconds(30);
  private final GuideCluster cluster;
  private String shop = "";
  private String api = "";

  LifeIT(Lab lab, @TempDir Path folder) throws IOException {
    cluster = new GuideCluster(lab, folder);
  }

  @BeforeEach
  void guideIsVerified() throws IOException {
    cluster.restore();
    cluster.await(
        "allocated", GuideCluster.DEADLINE, () -> !cluster.vip("berlin-1", "web", "api").isEmpty());
    shop = cluster.vip("berlin-1", "web", "shop");
    api = cluster.vip("berlin-1", "web", "api");
    cluster.await(
        "guide verified",
        GuideCluster.DEADLINE,
        () ->
            cluster.allVerified("berlin-1")
                && forwarding(shop).equals(GuideContract.hops("11", "12", "13"))
                && forwarding(api).equals(GuideContract.hops("11", "12")));
  }

  private SortedSet<String> forwarding(String vip) {
    return cluster.router().forwardingRoutes().getOrDefault(vip + "/32", new TreeSet<>());
  }

  private JsonNode verdict(String service) {
    return cluster
        .document("berlin-1", "/v1/verify?service=" + service.replace("/", "%2F"))
        .path(0);
  }

  @Test
  void service_addedChangedDeleted_followsAtTheRouterAndInTheVerdicts() throws IOException {
    String manifest =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: mail, namespace: web}
        spec:
          type: LoadBalancer
          clusterIP: 10.96.10.9
          externalTrafficPolicy: %s
          selector: {app: mail}
          ports: [{port: 25, protocol: TCP}]
        """;
    cluster.write("70-mail.yaml", manifest.formatted("Cluster"));
    cluster.await(
        "mail at the router",
        SOON,
        () -> forwarding(cluster.vip("berlin-1", "web", "mail")).size() == 3);
    String mail = cluster.vip("berlin-1", "web", "mail");
    cluster.await(
        "mail verified",
        SOON,
        () -> verdict("web/mail").path("verdict").asString("").equals("verified"));
    assertThat(mail).isNotIn(shop, api);

    // Local without a ready endpoint is announced by nobody
    cluster.write("70-mail.yaml", manifest.formatted("Local"));
    cluster.await("mail withdrawn", SOON, () -> forwarding(mail).isEmpty());
    cluster.await(
        "reason shown",
        SOON,
        () -> verdict("web/mail").path("reason").asString("").equals("NO_LOCAL_ENDPOINTS"));
    assertThat(cluster.readback("berlin-1", "verify").exit()).isEqualTo(1);

    cluster.delete("70-mail.yaml");
    cluster.await("mail gone", SOON, () -> cluster.vip("berlin-1", "web", "mail").isEmpty());
    cluster.awaitVerified("berlin-1");
    assertThat(forwarding(shop)).isEqualTo(GuideContract.hops("11", "12", "13"));
  }

  @Test
  void endpointsOfALocalService_move_nextHopsFollow() throws IOException {
    // berlin-2's endpoint goes, berlin-3's becomes ready
    cluster.edit(
        "50-cluster.yaml",
        text ->
            text.replace(
                    "[10.244.2.21], nodeName: berlin-2, conditions: {ready: true, serving: true,"
                        + " terminating: false}",
                    "[10.244.2.21], nodeName: berlin-2, conditions: {ready: false, serving: true,"
                        + " terminating: true}")
                .replace(
                    "[10.244.3.21], nodeName: berlin-3, conditions: {ready: false, serving: false",
                    "[10.244.3.21], nodeName: berlin-3, conditions: {ready: true, serving: true"));
    cluster.await(
        "api by 11 and 13", SOON, () -> forwarding(api).equals(GuideContract.hops("11", "13")));
    cluster.await(
        "11 and 13 expected and verified",
        SOON,
        () ->
            verdict("web/api")
                    .path("expectedNextHops")
                    .toString()
                    .equals("[\"172.16.10.11\",\"172.16.10.13\"]")
                && verdict("web/api").path("verdict").asString("").equals("verified"));
  }

  @Test
  void agentOfANode_killed_isPartialOrStaleAndRecovers() {
    cluster.agent("berlin-3").kill();
    // the guide asks for graceful restart of 15 s: the router keeps the routes as stale, then drops
    // them
    cluster.await(
        "berlin-3 missed",
        SOON,
        () -> !verdict("web/shop").path("verdict").asString("").equals("verified"));
    cluster.await(
        "two hops left",
        Duration.ofSeconds(30),
        () -> forwarding(shop).equals(GuideContract.hops("11", "12")));
    cluster.await(
        "partial",
        SOON,
        () ->
            verdict("web/shop").path("verdict").asString("").equals("partial")
                && verdict("web/shop").path("message").asString("").contains("2 of 3"));
    assertThat(forwarding(api)).isEqualTo(GuideContract.hops("11", "12"));

    cluster.startAgent("berlin-3");
    cluster.await("three hops again", GuideCluster.DEADLINE, () -> forwarding(shop).size() == 3);
    cluster.awaitVerified("berlin-1");
  }

  @Test
  void agentOfANode_stoppedWithDrain_losesTrafficBeforeItsRoutes_thenItsSession() {
    cluster.agent("berlin-3").stop();
    cluster.startAgent("berlin-3", "--drain-on-stop", "6s");
    cluster.await("three hops again", GuideCluster.DEADLINE, () -> cluster.allVerified("berlin-3"));

    cluster.agent("berlin-3").signal("TERM");
    cluster.await(
        "two hops left and the third path still there",
        SOON,
        () ->
            forwarding(shop).equals(GuideContract.hops("11", "12"))
                && path13(shop).contains("gracefulShutdown"));
    JsonNode drain = cluster.document("berlin-3", "/v1/drains").path(0);
    assertThat(drain.path("what").asString("")).isEqualTo("agent");
    assertThat(drain.path("state").asString("")).isEqualTo("draining");
    assertThat(drain.path("since").asString("")).isNotEmpty();
    assertThat(drain.path("withdrawsAt").asString("")).isNotEmpty();
    assertThat(cluster.document("berlin-3", "/v1/bgp/peers").path(0).path("drains")).isNotEmpty();
    // the guide's graceful restart would keep the routes: they are gone at once
    cluster.await("third path gone", SOON, () -> path13(shop).isEmpty());
    cluster.await("agent gone", SOON, () -> !cluster.agent("berlin-3").isAlive());
    assertThat(cluster.router().vtysh("show bgp neighbors 172.16.10.13"))
        .contains("Cease")
        .doesNotContain("BGP state = Established");
    assertThat(forwarding(api)).isEqualTo(GuideContract.hops("11", "12"));
  }

  /** What the router says of the path by berlin-3; empty: it has none. */
  private String path13(String vip) {
    for (JsonNode path :
        cluster.router().vtyshJson("show bgp ipv4 unicast " + vip + "/32 json").path("paths")) {
      if (path.toString().contains("172.16.10.13")) {
        return path.toString();
      }
    }
    return "";
  }

  @Test
  void router_restarted_sessionsAndRoutesComeBack() {
    cluster.router().stop();
    cluster.await("router missed", Duration.ofSeconds(20), () -> !cluster.allVerified("berlin-1"));
    cluster.router().start();
    cluster.await("routes again", GuideCluster.DEADLINE, () -> forwarding(shop).size() == 3);
    cluster.awaitVerified("berlin-1");
  }

  @Test
  void prefixListOfTheRouter_deniesAVip_causeAndCommandAreNamedWithinTenSeconds() {
    deny(shop);
    cluster.await(
        "filtered",
        NAMED,
        () -> verdict("web/shop").path("reason").asString("").equals("FILTERED"));
    ExecResult verify = cluster.readback("berlin-1", "verify");
    assertThat(verify.exit()).isEqualTo(1);
    assertThat(verify.out()).contains("rejected", "FILTERED", "tor-rack-1", "filtered by policy");
    assertThat(verdict("web/api").path("verdict").asString("")).isEqualTo("verified");

    ExecResult explain = cluster.readback("berlin-1", "explain", "web/shop");
    assertThat(explain.exit()).isEqualTo(1);
    assertThat(explain.out()).contains("FAILED").contains("vtysh -c");

    cluster.router().configure("no ip prefix-list CLUSTER seq 1 deny " + shop + "/32");
    cluster.awaitVerified("berlin-1");
  }

  @Test
  void routerThatCannotBeRead_isUnreachableForTheReasonAndNeverMissing() throws IOException {
    String pinned = cluster.router().ssh().hostKeyFingerprint();
    cluster.router().ssh().replaceHostKey();
    // another interval makes the agents connect anew
    cluster.edit("60-router.yaml", text -> text.replace("interval: 2s", "interval: 3s"));
    cluster.await("host key", SOON, () -> reason("web/shop").equals("HOSTKEY"));
    String shown = cluster.router().ssh().hostKeyFingerprint();
    ExecResult verify = cluster.readback("berlin-1", "verify");
    assertThat(verify.exit()).isEqualTo(1);
    assertThat(verify.out())
        .contains("unreachable", "HOSTKEY", pinned, shown, "last seen verified")
        .doesNotContain("missing");
    assertThat(cluster.readback("berlin-1", "explain", "web/shop").out())
        .contains("FAILED", "compare the router's host key", "60-router.yaml");
    assertThat(forwarding(shop)).as("the router forwards on").hasSize(3);

    String right = cluster.router().ssh().privateKey().strip().indent(4).stripTrailing();
    String wrong = cluster.router().ssh().strangerKey().strip().indent(4).stripTrailing();
    cluster.edit("60-router.yaml", text -> text.replace(pinned, shown).replace(right, wrong));
    cluster.await("login", SOON, () -> reason("web/shop").equals("AUTH"));
    assertThat(cluster.readback("berlin-1", "verify").out())
        .contains("unreachable", "AUTH", "refused to let user", "with the private key")
        .doesNotContain("missing");
    assertThat(cluster.readback("berlin-1", "explain", "web/shop").out())
        .contains("kube-system/tor-rack-1-ssh", "authorized_keys");

    cluster.edit("60-router.yaml", text -> text.replace(wrong, right));
    cluster.awaitVerified("berlin-1");
  }

  @Test
  void prefixListDenies_betweenTwoFarLooks_verifyHasTheRouterLookedAt() throws IOException {
    cluster.edit("60-router.yaml", text -> text.replace("interval: 2s", "interval: 10m"));
    cluster.awaitVerified("berlin-1");
    deny(shop);

    // What the command line asks for; starting it takes a while on a busy machine.
    cluster.await(
        "filtered",
        SOON,
        () -> {
          cluster.document("berlin-1", "/v1/verify?look=true");
          return reason("web/shop").equals("FILTERED");
        });
    ExecResult verify = cluster.readback("berlin-1", "verify");
    assertThat(verify.exit()).isEqualTo(1);
    assertThat(verify.out()).contains("rejected", "FILTERED");
    cluster.router().configure("no ip prefix-list CLUSTER seq 1 deny " + shop + "/32");
  }

  /**
   * The router refuses a VIP. FRR applies a changed prefix list only 5 s later (its route-map
   * delay-timer), and that is not the time that Readback needs.
   */
  private void deny(String vip) {
    cluster.router().configure("ip prefix-list CLUSTER seq 1 deny " + vip + "/32");
    cluster.await(
        vip + " denied by the router",
        GuideCluster.DEADLINE,
        () -> !cluster.router().forwardingRoutes().containsKey(vip + "/32"));
  }

  private String reason(String service) {
    return verdict(service).path("reason").asString("");
  }
}
