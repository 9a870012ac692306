package io.readback.core.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.readback.core.allocate.Vip;
import io.readback.core.diff.KernelChange.Kind;
import io.readback.core.manifest.ManifestReader;
import io.readback.core.model.Problem;
import io.readback.core.model.ServiceRef;
import io.readback.core.plan.RoutePlanner;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What changes of manifests come to, through the allocator and the planner as they run. */
class PlanTrialTest {
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: NAME, namespace: web}
      spec: {type: LoadBalancer, ipFamilies: [IPv4], selector: {app: NAME}, ports: [{port: 443}]}
      ---
      """;

  private static final String BASE =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: n1, labels: {rack: a}}
      status: {addresses: [{type: InternalIP, address: 192.0.2.11}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: n2, labels: {rack: a, second: "true"}}
      status: {addresses: [{type: InternalIP, address: 192.0.2.12}]}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumLoadBalancerIPPool
      metadata: {name: blue}
      spec: {blocks: [{start: 198.51.100.1, stop: 198.51.100.9}]}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumBGPAdvertisement
      metadata: {name: services, labels: {advertise: bgp}}
      spec:
        advertisements:
          - advertisementType: Service
            service: {addresses: [LoadBalancerIP]}
            selector: {}
            attributes: {communities: {standard: ["65001:1"]}}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumBGPPeerConfig
      metadata: {name: tor}
      spec:
        authSecretRef: bgp
        timers: {holdTimeSeconds: 90, keepAliveTimeSeconds: 30}
        families: [{afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}]
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: bgp, namespace: kube-system}
      stringData: {password: first}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumBGPClusterConfig
      metadata: {name: rack-a}
      spec:
        nodeSelector: {matchLabels: {rack: a}}
        bgpInstances:
          - name: main
            localASN: 65001
            peers:
              - {name: tor, peerASN: 65000, peerAddress: 192.0.2.1, peerConfigRef: {name: tor}}
      ---
      """;
  private static final String NOW = BASE + service("shop") + service("api");

  private static String service(String name) {
    return SERVICE.replace("NAME", name);
  }

  private static PlanDiff plan(String before, String after) {
    PlanTrial trial = new PlanTrial(new TreeMap<>(), RoutePlanner.Options.DEFAULT);
    ManifestReader.Manifests from = ManifestReader.read(before, "m.yaml");
    ManifestReader.Manifests to = ManifestReader.read(after, "m.yaml");
    return PlanComparison.of(
        trial.take(from.state(), from.problems()), trial.take(to.state(), to.problems()));
  }

  private static List<String> words(PlanDiff diff) {
    List<String> out = new ArrayList<>();
    diff.services()
        .forEach(s -> out.add(s.kind() + " " + s.service() + " " + s.before() + " " + s.after()));
    diff.sessions()
        .forEach(
            s ->
                out.add(
                    s.kind()
                        + " "
                        + s.session()
                        + s.settings().stream()
                            .map(f -> " " + f.name() + " " + f.before() + ">" + f.after())
                            .reduce("", String::concat)));
    diff.routes()
        .forEach(
            r -> out.add(r.kind() + " " + r.session() + " " + r.prefix() + " " + r.services()));
    return out;
  }

  @Test
  void plan_sameManifests_isEmpty() {
    assertThat(plan(NOW, NOW).isEmpty()).isTrue();
  }

  @Test
  void plan_documentsInAnotherOrder_isEmpty() {
    assertThat(plan(NOW, BASE + service("api") + service("shop")).isEmpty()).isTrue();
  }

  @Test
  void plan_serviceAdded_gainsAnAddressAndRoutesOnEachNode() {
    assertThat(words(plan(NOW, NOW + service("aaa"))))
        .containsExactly(
            "GAINED web/aaa [] [198.51.100.3 (blue)]",
            "ADDED n1 main/tor 198.51.100.3/32 [web/aaa]",
            "ADDED n2 main/tor 198.51.100.3/32 [web/aaa]");
  }

  @Test
  void plan_serviceDeleted_losesItsAddressAndNobodyElseMoves() {
    assertThat(words(plan(NOW, BASE + service("shop"))))
        .containsExactly(
            "LOST web/api [198.51.100.1 (blue)] []",
            "WITHDRAWN n1 main/tor 198.51.100.1/32 [web/api]",
            "WITHDRAWN n2 main/tor 198.51.100.1/32 [web/api]");
  }

  @Test
  void plan_poolRenamed_keepsAddressesAndSessionsAndRoutes() {
    assertThat(words(plan(NOW, NOW.replace("name: blue", "name: green"))))
        .containsExactly(
            "POOL web/api [198.51.100.1 (blue)] [198.51.100.1 (green)]",
            "POOL web/shop [198.51.100.2 (blue)] [198.51.100.2 (green)]");
  }

  @Test
  void plan_poolShrunk_movesOnlyWhoMust() {
    PlanDiff diff = plan(NOW, NOW.replace("start: 198.51.100.1", "start: 198.51.100.2"));

    assertThat(words(diff))
        .containsExactly(
            "MOVED web/api [198.51.100.1 (blue)] [198.51.100.3 (blue)]",
            "WITHDRAWN n1 main/tor 198.51.100.1/32 [web/api]",
            "ADDED n1 main/tor 198.51.100.3/32 [web/api]",
            "WITHDRAWN n2 main/tor 198.51.100.1/32 [web/api]",
            "ADDED n2 main/tor 198.51.100.3/32 [web/api]");
  }

  @Test
  void plan_poolTooSmall_saysWhyAnAddressIsLost() {
    PlanDiff diff =
        plan(
            NOW,
            NOW.replace(
                "start: 198.51.100.1, stop: 198.51.100.9",
                "start: 198.51.100.2, stop: 198.51.100.2"));

    assertThat(diff.services())
        .singleElement()
        .satisfies(s -> assertThat(s.kind()).isEqualTo(PlanDiff.ServiceChange.Kind.LOST))
        .satisfies(s -> assertThat(s.reason()).startsWith("out_of_ips"));
  }

  @Test
  void plan_communityChanged_changesRoutesAndResetsNothing() {
    PlanDiff diff = plan(NOW, NOW.replace("65001:1", "65001:2"));

    assertThat(words(diff))
        .containsExactly(
            "CHANGED n1 main/tor 198.51.100.1/32 [web/api]",
            "CHANGED n1 main/tor 198.51.100.2/32 [web/shop]",
            "CHANGED n2 main/tor 198.51.100.1/32 [web/api]",
            "CHANGED n2 main/tor 198.51.100.2/32 [web/shop]");
    assertThat(diff.routes().get(0).before().orElseThrow().attributes().communities())
        .hasToString("[65001:1]");
    assertThat(diff.routes().get(0).after().orElseThrow().attributes().communities())
        .hasToString("[65001:2]");
  }

  @Test
  void plan_peerAdded_addsItsSessionsWithTheirRoutes() {
    String peer = "- {name: tor, peerASN";
    String second = peer.replace("tor", "tor-2");
    String rest = ": 65000, peerAddress: 192.0.2.2, peerConfigRef: {name: tor}}\n        ";

    assertThat(words(plan(NOW, NOW.replace(peer, second + rest + peer))))
        .containsExactly(
            "ADDED n1 main/tor-2",
            "ADDED n2 main/tor-2",
            "ADDED n1 main/tor-2 198.51.100.1/32 [web/api]",
            "ADDED n1 main/tor-2 198.51.100.2/32 [web/shop]",
            "ADDED n2 main/tor-2 198.51.100.1/32 [web/api]",
            "ADDED n2 main/tor-2 198.51.100.2/32 [web/shop]");
  }

  @Test
  void plan_timersChanged_resetsSessionsAndChangesNoRoute() {
    assertThat(
            words(
                plan(
                    NOW,
                    NOW.replace(
                        "holdTimeSeconds: 90, keepAliveTimeSeconds: 30",
                        "holdTimeSeconds: 9, keepAliveTimeSeconds: 3"))))
        .containsExactly(
            "RESET n1 main/tor holdTimeSeconds 90>9 keepAliveTimeSeconds 30>3",
            "RESET n2 main/tor holdTimeSeconds 90>9 keepAliveTimeSeconds 30>3");
  }

  @Test
  void plan_passwordChanged_resetsSessionsAndShowsNone() {
    PlanDiff diff = plan(NOW, NOW.replace("password: first", "password: second"));

    assertThat(words(diff))
        .containsExactly(
            "RESET n1 main/tor password set>set to another",
            "RESET n2 main/tor password set>set to another");
    assertThat(diff.toString()).doesNotContain("first").doesNotContain("second");
  }

  @Test
  void plan_secretGone_removesTheSessionsAndHasANewError() {
    PlanDiff diff = plan(NOW, NOW.replace("name: bgp, namespace", "name: other, namespace"));

    assertThat(diff.sessions())
        .extracting(PlanDiff.SessionChange::kind)
        .containsOnly(PlanDiff.SessionChange.Kind.REMOVED);
    assertThat(diff.newProblems())
        .extracting(p -> p.code().id() + " " + p.severity())
        .contains("RB306 " + Problem.Severity.ERROR);
  }

  @Test
  void plan_nodeRelabelledOut_removesItsSessionAlone() {
    assertThat(words(plan(NOW, NOW.replace("rack: a, second", "rack: b, second"))))
        .containsExactly(
            "REMOVED n2 main/tor",
            "WITHDRAWN n2 main/tor 198.51.100.1/32 [web/api]",
            "WITHDRAWN n2 main/tor 198.51.100.2/32 [web/shop]");
  }

  @Test
  void plan_problemMovesInItsFile_isNeitherNewNorSolved() {
    String doubtful = "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\nspce: {}\n---\n";

    assertThat(plan(NOW + doubtful, doubtful + NOW).isEmpty()).isTrue();
    assertThat(plan(NOW, doubtful + NOW).newProblems()).hasSize(1);
    assertThat(plan(doubtful + NOW, NOW).solvedProblems()).hasSize(1);
  }

  @Test
  void take_withAClassForMetallb_servesThatClassAlone() {
    String metallb =
        """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: red, namespace: metallb-system}
        spec: {addresses: [203.0.113.0/28]}
        ---
        """;
    String classed =
        service("classed")
            .replace("{type: LoadBalancer,", "{type: LoadBalancer, loadBalancerClass: a/b,");
    ManifestReader.Manifests manifests =
        ManifestReader.read(metallb + classed + service("plain"), "m.yaml");

    ClusterPicture picture =
        new PlanTrial(new TreeMap<>(), Optional.of("a/b"), RoutePlanner.Options.DEFAULT)
            .take(manifests.state(), manifests.problems());

    assertThat(picture.vips().get(new ServiceRef("web", "classed"))).hasSize(1);
    assertThat(picture.vips().getOrDefault(new ServiceRef("web", "plain"), List.of())).isEmpty();
  }

  @Test
  void take_withWhatServicesHold_keepsIt() {
    TreeMap<ServiceRef, List<Vip>> held = new TreeMap<>();
    ServiceRef shop = new ServiceRef("web", "shop");
    held.put(shop, List.of(new Vip(IpAddress.parse("198.51.100.8"), "old-name")));
    ManifestReader.Manifests manifests = ManifestReader.read(NOW, "m.yaml");

    ClusterPicture picture =
        new PlanTrial(held, RoutePlanner.Options.DEFAULT)
            .take(manifests.state(), manifests.problems());

    assertThat(picture.vips().get(shop))
        .containsExactly(new Vip(IpAddress.parse("198.51.100.8"), "blue"));
  }

  private static final String LINKS =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: n1, labels: {rack: a}}
      status: {addresses: [{type: InternalIP, address: 192.0.2.11}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: n2, labels: {rack: b}}
      status: {addresses: [{type: InternalIP, address: 192.0.2.12}]}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumLoadBalancerIPPool
      metadata: {name: lan}
      spec: {blocks: [{start: 198.51.100.1, stop: 198.51.100.9}]}
      ---
      apiVersion: cilium.io/v2alpha1
      kind: CiliumL2AnnouncementPolicy
      metadata: {name: lan}
      spec: {loadBalancerIPs: true, interfaces: ["^eth0$"]}
      ---
      """
          + SERVICE.replace("NAME", "shop");

  private static PlanDiff links(String before, String after) {
    PlanTrial trial = new PlanTrial(new TreeMap<>(), RoutePlanner.Options.DEFAULT);
    ClusterPicture was = trial.take(ManifestReader.read(before, "a.yaml").state(), List.of());
    ClusterPicture is = trial.take(ManifestReader.read(after, "b.yaml").state(), List.of());
    return PlanComparison.of(was, is);
  }

  @Test
  void links_nothingChanges_isNoDifference() {
    assertThat(links(LINKS, LINKS).isEmpty()).isTrue();
  }

  @Test
  void links_aNodeIsLeftOut_saysWhoAnswersBeforeAndAfterAndWhere() {
    String selector = ", nodeSelector: {matchLabels: {rack: b}}}";
    PlanDiff diff =
        links(LINKS, LINKS.replace("interfaces: [\"^eth0$\"]}", "interfaces: [eth0]" + selector));
    assertThat(diff.routes()).isEmpty();
    assertThat(diff.links()).hasSize(1);
    PlanDiff.LinkChange change = diff.links().get(0);
    assertThat(change.vip()).isEqualTo(IpAddress.parse("198.51.100.1"));
    assertThat(change.kind()).isEqualTo(PlanDiff.LinkChange.Kind.CHANGED);
    assertThat(change.services()).containsExactly(new ServiceRef("web", "shop"));
    LinkPicture before = change.before().orElseThrow();
    assertThat(before.candidates()).containsExactlyInAnyOrder("n1", "n2");
    assertThat(before.interfaces()).containsExactly("^eth0$");
    assertThat(before.manifests()).isEqualTo("cilium/lan");
    LinkPicture after = change.after().orElseThrow();
    assertThat(after.candidates()).containsExactly("n2");
    assertThat(after.interfaces()).containsExactly("eth0");
  }

  @Test
  void links_policyRemoved_itsVipsLeaveTheLinks() {
    String without = LINKS.replace("loadBalancerIPs: true", "externalIPs: true");
    assertThat(links(LINKS, without).links())
        .extracting(PlanDiff.LinkChange::kind)
        .containsExactly(PlanDiff.LinkChange.Kind.REMOVED);
    assertThat(links(without, LINKS).links())
        .extracting(PlanDiff.LinkChange::kind)
        .containsExactly(PlanDiff.LinkChange.Kind.ADDED);
  }

  private static final String KERNELS =
      LINKS.substring(0, LINKS.indexOf("apiVersion: cilium.io/v2alpha1"))
          + """
          apiVersion: readback.io/v1alpha1
          kind: KernelRoutes
          metadata: {name: lead}
          spec: {mode: nexthops, metric: 20, nodeSelector: {matchLabels: {rack: b}}}
          ---
          apiVersion: readback.io/v1alpha1
          kind: KernelRoutes
          metadata: {name: answer}
          spec: {mode: local, nodeSelector: {matchLabels: {rack: a}}}
          ---
          """
          + SERVICE.replace("NAME", "shop");

  private static final String OTHER_NODE =
      """
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: n3, labels: {rack: a, readback.io/nexthop-weight: "2"}}
      status: {addresses: [{type: InternalIP, address: 192.0.2.13}]}
      """;

  @Test
  void kernels_nothingChanges_isNoDifference() {
    assertThat(links(KERNELS, KERNELS).isEmpty()).isTrue();
  }

  @Test
  void kernels_aServiceComes_itsRoutesAreAddedOnEachNode() {
    PlanDiff diff = links(KERNELS.substring(0, KERNELS.lastIndexOf("apiVersion: v1")), KERNELS);
    assertThat(diff.kernels())
        .extracting(
            c -> c.key().node(),
            c -> c.kind(),
            c -> c.prefix().toString(),
            c -> c.after().orElseThrow().via().toString(),
            c -> c.after().orElseThrow().place().table(),
            c -> c.after().orElseThrow().place().protocol(),
            c -> c.services().toString())
        .containsExactly(
            tuple("n1", Kind.ADDED, "198.51.100.1/32", "[lo]", 255L, 200, "[web/shop]"),
            tuple("n2", Kind.ADDED, "198.51.100.1/32", "[192.0.2.11]", 254L, 200, "[web/shop]"));
  }

  @Test
  void kernels_aNextHopComes_theRoutesChangeAndTheNewNodeHasItsOwn() {
    PlanDiff diff = links(KERNELS, KERNELS + OTHER_NODE);
    assertThat(diff.kernels())
        .extracting(KernelChange::kind)
        .containsExactly(Kind.CHANGED, Kind.ADDED);
    KernelChange lead = diff.kernels().get(0);
    assertThat(lead.key()).isEqualTo(new KernelKey("n2", "lead"));
    assertThat(lead.before().orElseThrow().via()).containsExactly("192.0.2.11");
    assertThat(lead.after().orElseThrow().via())
        .containsExactly("192.0.2.11", "192.0.2.13 weight 2");
    assertThat(diff.kernels().get(1).key().node()).isEqualTo("n3");
  }

  @Test
  void kernels_metricOrGroupsChange_everyRouteDoes() {
    PlanDiff metric = links(KERNELS, KERNELS.replace("metric: 20", "metric: 30"));
    assertThat(metric.kernels()).hasSize(1);
    assertThat(metric.kernels().get(0).before().orElseThrow().place().metric()).isEqualTo(20);
    assertThat(metric.kernels().get(0).after().orElseThrow().place().metric()).isEqualTo(30);
    PlanDiff groups =
        links(KERNELS, KERNELS.replace("metric: 20", "metric: 20, nexthopGroups: \"off\""));
    assertThat(groups.kernels()).hasSize(1);
    assertThat(groups.kernels().get(0).after().orElseThrow().place().groups()).isEqualTo("off");
  }

  @Test
  void kernels_oneSideDoesNotKnowThem_isNoDifference() {
    PlanTrial trial = new PlanTrial(new TreeMap<>(), RoutePlanner.Options.DEFAULT);
    ClusterPicture is = trial.take(ManifestReader.read(KERNELS, "b.yaml").state(), List.of());
    ClusterPicture old =
        new ClusterPicture(
            is.vips(),
            is.refusals(),
            is.sessions(),
            is.links(),
            Optional.empty(),
            is.owners(),
            is.problems());
    assertThat(PlanComparison.of(old, is).isEmpty()).isTrue();
  }
}
