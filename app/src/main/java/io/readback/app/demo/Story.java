package io.readback.app.demo;

import io.readback.app.document.Documents;
import io.readback.app.document.ExplainDocument;
import io.readback.app.document.PeerRow;
import io.readback.app.document.ServiceRow;
import io.readback.app.document.VerifyRow;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What happens in the demo, and how to see that it did. */
final class Story {
  private static final String SHOP = "shop";
  private static final String API = "api";

  private final List<Documents> nodes;
  private final EmbeddedRouter router;
  private final DemoFolder folder;

  Story(List<Documents> nodes, EmbeddedRouter router, DemoFolder folder) {
    this.nodes = nodes;
    this.router = router;
    this.folder = folder;
  }

  /** Something done to the cluster or the router. */
  interface Action {
    void run() throws IOException;
  }

  /**
   * A step of the story.
   *
   * @param does what is done, for the reader
   * @param expects what should then be seen, for the reader
   */
  record Step(String does, Action action, String expects, BooleanSupplier seen) {}

  List<Step> steps() {
    return List.of(
        new Step(
            "Three agents start on a folder of manifests: a pool, a peer, two LoadBalancer Services",
            () -> {},
            "both Services get an address from the pool",
            () -> !vip(SHOP).isEmpty() && !vip(API).isEmpty()),
        new Step(
            "Each agent opens a BGP session with the router",
            () -> {},
            "three sessions established",
            () -> nodes.stream().allMatch(Story::established)),
        new Step(
            "Each announces its share: 'shop' (Cluster) from all nodes, 'api' (Local) where an endpoint is ready",
            () -> {},
            "the router forwards shop to nodes 1, 2, 3 and api to nodes 1, 2",
            () -> forwards(SHOP, 1, 2, 3) && forwards(API, 1, 2)),
        new Step(
            "Readback reads the routes back from the router",
            () -> {},
            "every address is verified",
            () -> verdict(SHOP).equals("verified") && verdict(API).equals("verified")),
        new Step(
            "The endpoint of 'api' on node 2 goes away",
            () ->
                folder.write(
                    "endpoints.yaml",
                    folder
                        .read("endpoints.yaml")
                        .replace(
                            "[10.244.2.21], nodeName: node-2, conditions: {ready: true}",
                            "[10.244.2.21], nodeName: node-2, conditions: {ready: false}")),
            "node 2 withdraws: the router forwards api to node 1 only, and that is verified",
            () -> forwards(API, 1) && verdict(API).equals("verified") && forwards(SHOP, 1, 2, 3)),
        new Step(
            "Somebody adds a filter on the router that denies the address of 'shop'",
            () -> router.deny(prefix(SHOP)),
            "the verdict names cause and router: rejected, FILTERED; 'api' stays verified",
            () ->
                verdict(SHOP).equals("rejected")
                    && reason(SHOP).equals("FILTERED")
                    && verdict(API).equals("verified")),
        new Step(
            "readback explain web/shop",
            () -> {},
            "the first failing step is marked, with the command that shows it on the router",
            () -> !firstFailure(SHOP).isEmpty()),
        new Step(
            "The filter is removed",
            () -> router.permit(prefix(SHOP)),
            "every address is verified again",
            () ->
                forwards(SHOP, 1, 2, 3)
                    && verdict(SHOP).equals("verified")
                    && verdict(API).equals("verified")));
  }

  private static boolean established(Documents node) {
    List<PeerRow> peers = node.peers();
    return !peers.isEmpty() && peers.stream().allMatch(p -> p.state().equals("established"));
  }

  private Documents first() {
    return nodes.get(0);
  }

  private String vip(String service) {
    return first().services().stream()
        .filter(s -> s.name().equals(service))
        .flatMap(s -> s.vips().stream())
        .map(ServiceRow.VipRow::ip)
        .findFirst()
        .orElse("");
  }

  private IpPrefix prefix(String service) {
    return IpAddress.parse(vip(service)).toPrefix();
  }

  private boolean forwards(String service, int... toNodes) {
    String vip = vip(service);
    if (vip.isEmpty()) {
      return false;
    }
    List<String> expected =
        java.util.Arrays.stream(toNodes).mapToObj(n -> "127.0.0.1" + n).toList();
    return expected.equals(
        Optional.ofNullable(router.forwarding().get(prefix(service)))
            .map(hops -> hops.stream().map(IpAddress::toString).toList())
            .orElse(List.of()));
  }

  private Optional<VerifyRow> row(String service) {
    return first().verify(Optional.of(new ServiceRef("web", service))).stream().findFirst();
  }

  private String verdict(String service) {
    return row(service).map(VerifyRow::verdict).orElse("");
  }

  private String reason(String service) {
    return row(service).map(VerifyRow::reason).orElse("");
  }

  /** The first failing step of the explanation, for the reader; empty when there is none. */
  String firstFailure(String service) {
    return first().explain(new ServiceRef("web", service)).steps().stream()
        .filter(s -> s.status().equals("failed"))
        .findFirst()
        .map(Story::line)
        .orElse("");
  }

  private static String line(ExplainDocument.StepRow s) {
    return s.step()
        + " "
        + s.subject()
        + ": "
        + s.detail()
        + (s.remedy().isEmpty() ? "" : "  -> " + s.remedy());
  }
}
