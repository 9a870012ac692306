package io.readback.app.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.ExecResult;
import io.readback.lab.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's expected table, at a router on either ground. */
abstract class GuideContract {
  static SortedSet<String> hops(String... addresses) {
    SortedSet<String> out = new TreeSet<>();
    for (String a : addresses) {
      out.add("172.16.10." + a);
    }
    return out;
  }

  /** The guide's table, as prefix to next hops. */
  static Map<String, SortedSet<String>> table(String shop, String api) {
    Map<String, SortedSet<String>> out = new TreeMap<>();
    out.put(shop, hops("11", "12", "13"));
    out.put(api, hops("11", "12"));
    out.put("10.244.1.0/24", hops("11"));
    out.put("10.244.2.0/24", hops("12"));
    out.put("10.244.3.0/24", hops("13"));
    return out;
  }

  @Test
  void guide_threeAgents_routerHoldsTheTableAndVerifyAgrees(Lab lab, @TempDir Path folder)
      throws IOException {
    GuideCluster cluster = new GuideCluster(lab, folder);
    cluster.await(
        "allocated", GuideCluster.DEADLINE, () -> !cluster.vip("berlin-1", "web", "api").isEmpty());
    String shop = cluster.vip("berlin-1", "web", "shop");
    String api = cluster.vip("berlin-1", "web", "api");
    assertThat(java.util.List.of(shop, api))
        .containsExactlyInAnyOrder("172.16.90.2", "172.16.90.3");
    assertThat(cluster.vip("berlin-1", "web", "db")).isEmpty();
    assertThat(cluster.vip("berlin-2", "web", "shop")).isEqualTo(shop);

    cluster.awaitForwarding(table(shop + "/32", api + "/32"));
    assertThat(cluster.router().bgpRoutes("ipv4")).isEqualTo(table(shop + "/32", api + "/32"));

    for (String node : GuideCluster.NODES) {
      cluster.awaitVerified(node);
    }
    ExecResult verify = cluster.readback("berlin-1", "verify");
    assertThat(verify.out())
        .contains(shop, api, "tor-rack-1", "verified", "172.16.10.11,172.16.10.12,172.16.10.13");
    ExecResult explain = cluster.readback("berlin-1", "explain", "web/shop");
    assertThat(explain.exit()).isZero();
    assertThat(explain.out()).doesNotContain("FAILED");
    assertThat(cluster.readback("berlin-1", "bgp", "peers").out())
        .contains("cloudfleet", "unifi", "established");
    assertThat(cluster.readback("berlin-1", "bgp", "routes", "advertised").out())
        .contains(shop + "/32", api + "/32", "10.244.1.0/24", "65001")
        .doesNotContain("10.244.2.0/24");
  }
}
