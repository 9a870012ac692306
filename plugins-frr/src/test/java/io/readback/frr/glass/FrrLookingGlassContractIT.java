package io.readback.frr.glass;

import static org.awaitility.Awaitility.await;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.lab.PortForward;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import io.readback.spi.Secret;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Route;
import io.readback.testkit.LookingGlassContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.TestInstance;

/** The contract of every looking glass, on FRR that learns the routes from BIRD. */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrrLookingGlassContractIT extends LookingGlassContract<FrrSettings> {
  private static final String ROUTER = "192.0.2.2";

  private final FrrRouter frr;
  private final SortedMap<String, BirdRouter> nodes = new TreeMap<>();
  private final PortForward ssh;
  private boolean failing;

  FrrLookingGlassContractIT(Lab lab) {
    LabNode router = lab.router("tor", ROUTER + "/24");
    frr =
        FrrRouter.on(router)
            .config(
                """
                router bgp 64512
                 bgp router-id 192.0.2.2
                 no bgp ebgp-requires-policy
                 neighbor 192.0.2.11 remote-as 64513
                 neighbor 192.0.2.12 remote-as 64513
                """)
            .ssh()
            .start();
    for (String address : List.of("192.0.2.11", "192.0.2.12")) {
      nodes.put(
          address, bird(lab.node("n" + address.substring(8), address + "/24"), address).start());
    }
    ssh = lab.forward(router, "127.0.0.1", 22);
    nodes.keySet().forEach(frr::awaitEstablished);
  }

  private static BirdRouter.Builder bird(LabNode node, String address) {
    return BirdRouter.on(node, 64513, address).peer(BgpPeer.to(ROUTER, 64512).build());
  }

  @Override
  protected LookingGlassFactory<FrrSettings> factory() {
    return new FrrLookingGlassFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "ssh.host", "127.0.0.1",
        "ssh.port", Integer.toString(ssh.port()),
        "ssh.hostKey", frr.ssh().hostKeyLine());
  }

  @Override
  protected SortedMap<String, Map<String, Secret>> secrets() {
    return new TreeMap<>(
        Map.of("ssh.secretRef", Map.of("ssh-privatekey", Secret.ofText(frr.ssh().privateKey()))));
  }

  @Override
  protected World world() {
    return new World() {
      @Override
      public void hold(List<Route> routes) {
        if (failing) {
          failing = false;
          frr.ssh().restart();
        }
        SortedMap<String, SortedSet<String>> wanted = new TreeMap<>();
        for (Route route : routes) {
          for (NextHop hop : route.path().nextHops()) {
            wanted
                .computeIfAbsent(route.prefix().toString(), p -> new TreeSet<>())
                .add(hop.toString());
          }
        }
        nodes.forEach(
            (address, node) -> {
              String[] own =
                  wanted.entrySet().stream()
                      .filter(e -> e.getValue().contains(address))
                      .map(Map.Entry::getKey)
                      .toArray(String[]::new);
              node.configure(bird(node.node(), address).announce(own).config());
            });
        await().atMost(Duration.ofSeconds(30)).until(() -> frr.forwardingRoutes().equals(wanted));
      }

      @Override
      public void fail() {
        failing = true;
        frr.ssh().stop();
      }

      @Override
      public String contents() {
        return frr.vtysh("show running-config") + frr.forwardingRoutes() + frr.bgpRoutes("ipv4");
      }
    };
  }
}
