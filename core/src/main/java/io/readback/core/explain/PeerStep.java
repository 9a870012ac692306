package io.readback.core.explain;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.BgpPeerConfig.FamilyExport;
import io.readback.core.model.Dialect;
import io.readback.core.model.Node;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Problem;
import io.readback.core.model.Service;
import io.readback.core.plan.NotAnnounced;
import io.readback.core.plan.PlannedTarget;
import io.readback.core.plan.ServicePlan.AddressPlan;
import io.readback.core.plan.ServicePlan.Decision;
import io.readback.core.plan.ServicePlan.Setting;
import io.readback.core.verdict.NearestDecision;
import io.readback.spi.net.AddressFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether a node peers with somebody, and the peer is to be told of the address. */
final class PeerStep {
  static final String END_DRAIN =
      "remove the drain when traffic may come back; nothing is wrong if it was meant";

  private final Known known;
  private final ExplainInput input;
  private final Chain chain;
  private final MetallbPeering metallb;

  PeerStep(Known known, Chain chain) {
    this.known = known;
    this.input = known.input();
    this.chain = chain;
    metallb = new MetallbPeering(known, chain);
  }

  /** The peers that are told. */
  List<PeerGroup> add(Service service, AddressPlan address) {
    List<PeerGroup> groups = PeerGroup.of(input, address);
    if (groups.isEmpty()) {
      if (address.dialect() == Dialect.METALLB) {
        metallb.noPeering(address);
      } else {
        noPeering(address);
      }
      return List.of();
    }
    List<PeerGroup> told = new ArrayList<>();
    for (PeerGroup group : groups) {
      if (!group.announced().isEmpty()) {
        chain.ok("peer", group.subject(), told(group));
        told.add(group);
      } else if (address.announcedAnywhere()) {
        chain.skipped("peer", group.subject(), "not told: " + refusals(group));
      } else {
        refused(service, address, group);
      }
    }
    return told;
  }

  private String told(PeerGroup group) {
    return "from "
        + PeerGroup.names(group.announced().keySet())
        + ", by "
        + source(group.example())
        + settings(group)
        + (group.refused().isEmpty() ? "" : "; not from " + refusals(group));
  }

  /** What our own dialect's settings do to the routes, and where that comes from. */
  private static String settings(PeerGroup group) {
    Map<String, List<String>> nodes = new LinkedHashMap<>();
    group
        .announced()
        .keySet()
        .forEach(
            node ->
                group.settings().getOrDefault(node, List.of()).stream()
                    .map(PeerStep::words)
                    .forEach(w -> nodes.computeIfAbsent(w, k -> new ArrayList<>()).add(node)));
    StringBuilder out = new StringBuilder();
    nodes.forEach(
        (words, from) -> {
          out.append("; ").append(words);
          if (from.size() < group.announced().size()) {
            out.append(" on ").append(PeerGroup.names(from));
          }
        });
    return out.toString();
  }

  private static String words(Setting setting) {
    return setting.what()
        + setting
            .by()
            .map(by -> " by " + by.kind() + " " + Known.named(by.name(), setting.origin()))
            .orElse("");
  }

  private String source(PlannedTarget target) {
    return MetallbPeering.isSourceOf(target) ? metallb.source(target) : ciliumSource(target);
  }

  private String ciliumSource(PlannedTarget target) {
    return target.configuredBy()
        + target
            .peerConfig()
            .map(
                p -> {
                  BgpPeerConfig config = input.cluster().peerConfigs().get(p);
                  return " with peer config "
                      + (config == null ? p + " (missing)" : Known.named(p, config.origin()));
                })
            .orElse(" without peer config");
  }

  private static String refusals(PeerGroup group) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    group
        .refused()
        .forEach(
            (node, decision) ->
                byReason.computeIfAbsent(words(decision), w -> new ArrayList<>()).add(node));
    List<String> out = new ArrayList<>();
    byReason.forEach((words, nodes) -> out.add(PeerGroup.names(nodes) + ": " + words));
    return String.join("; ", out);
  }

  private static String words(Decision decision) {
    NotAnnounced reason = decision.reason().orElse(NotAnnounced.NO_ADDRESS);
    return switch (reason) {
      case NO_LOCAL_ENDPOINTS -> "policy Local and no active endpoint there";
      case NO_ENDPOINTS -> "no active endpoint";
      default ->
          NearestDecision.words(reason)
              + (decision.detail().isEmpty() ? "" : " (" + decision.detail() + ")");
    };
  }

  private void refused(Service service, AddressPlan address, PeerGroup group) {
    Optional<Decision> nearest = NearestDecision.of(group.refused().values());
    NotAnnounced reason = nearest.flatMap(Decision::reason).orElse(NotAnnounced.NO_ADDRESS);
    if (MetallbPeering.isSourceOf(group.example())) {
      chain.failed(
          "peer",
          group.subject(),
          refusals(group) + "; by " + source(group.example()) + metallb.problems(group.example()),
          metallb.remedy(service, address, group, reason));
      return;
    }
    String configName = group.example().peerConfig().orElse("");
    BgpPeerConfig config = input.cluster().peerConfigs().get(configName);
    AddressFamily family = address.address().family();
    String afi = AdvertisementStep.word(family);
    String detail = refusals(group) + "; by " + source(group.example());
    String remedy =
        switch (reason) {
          case FAMILY_NOT_ON_SESSION, FAMILY_SELECTS_NO_ADVERTISEMENT ->
              familyRemedy(config, configName, group, family);
          case NO_ADVERTISEMENT_SELECTS_SERVICE, ADDRESS_TYPE_NOT_ADVERTISED -> {
            detail += "; " + otherAdvertisements(service, address, config, family);
            yield "label the advertisement that selects the Service so that the "
                + afi
                + " family of peer config "
                + configName
                + " selects it";
          }
          case DRAINED -> END_DRAIN;
          case NO_LOCAL_ENDPOINTS, NO_ENDPOINTS ->
              "let pods of the Service become ready on a node that peers";
          default -> "see what is decided for each node: readback explain -o json";
        };
    chain.failed(
        "peer",
        group.subject(),
        detail + known.problems(new ObjectRef(Known.PEER_CONFIG, "", configName)),
        remedy);
  }

  private String familyRemedy(
      @Nullable BgpPeerConfig config, String configName, PeerGroup group, AddressFamily family) {
    String entry =
        "{afi: "
            + AdvertisementStep.word(family)
            + ", safi: unicast, advertisements: {matchLabels: "
            + exampleLabels()
            + "}}";
    if (config == null) {
      return configName.isEmpty()
          ? "give the peer in "
              + group.example().configuredBy()
              + " a peerConfigRef to a CiliumBGPPeerConfig with spec.families: ["
              + entry
              + "]"
          : "apply a CiliumBGPPeerConfig named "
              + configName
              + " with spec.families: ["
              + entry
              + "], or mend the peerConfigRef in "
              + group.example().configuredBy();
    }
    Optional<FamilyExport> export =
        config.families().stream().filter(f -> f.family() == family).findFirst();
    String where = "CiliumBGPPeerConfig " + Known.named(config.name(), config.origin());
    if (export.isEmpty()) {
      return "add " + entry + " to spec.families of " + where;
    }
    if (export.get().advertisements().isEmpty()) {
      return "add advertisements: {matchLabels: "
          + exampleLabels()
          + "} to the "
          + AdvertisementStep.word(family)
          + " family of "
          + where;
    }
    List<String> mismatches = new ArrayList<>();
    for (BgpAdvertisement a : input.cluster().advertisements().values()) {
      mismatches.add(
          Known.named(a.name(), a.origin())
              + " "
              + Mismatch.of(export.get().advertisements().get(), a.labels()));
    }
    return "label an advertisement with what "
        + where
        + " wants ("
        + export.get().advertisements().get()
        + ")"
        + (mismatches.isEmpty() ? "; there is none" : ": " + String.join("; ", mismatches));
  }

  /** The labels of an advertisement there is, else an example. */
  private String exampleLabels() {
    return input.cluster().advertisements().values().stream()
        .filter(a -> !a.labels().values().isEmpty())
        .findFirst()
        .map(
            a -> {
              List<String> pairs = new ArrayList<>();
              a.labels().values().forEach((k, v) -> pairs.add(k + ": " + v));
              return "{" + String.join(", ", pairs) + "}";
            })
        .orElse("{advertise: bgp}");
  }

  /** Those that would announce the address, and why the peer does not carry them. */
  private String otherAdvertisements(
      Service service, AddressPlan address, @Nullable BgpPeerConfig config, AddressFamily family) {
    List<String> out = new ArrayList<>();
    for (BgpAdvertisement a : input.cluster().advertisements().values()) {
      boolean selects =
          a.entries().stream()
              .filter(e -> e.type() == BgpAdvertisement.Type.SERVICE)
              .filter(e -> e.serviceAddresses().contains(address.type()))
              .anyMatch(
                  e ->
                      e.selector()
                          .map(s -> s.matches(CiliumService.selectableLabels(service)))
                          .orElse(false));
      if (selects && config != null) {
        config.families().stream()
            .filter(f -> f.family() == family)
            .flatMap(f -> f.advertisements().stream())
            .map(s -> Mismatch.of(s, a.labels()))
            .filter(m -> !m.isEmpty())
            .forEach(
                m ->
                    out.add(
                        "peer config "
                            + config.name()
                            + " "
                            + m
                            + " at advertisement "
                            + Known.named(a.name(), a.origin())));
      }
    }
    return String.join("; ", out);
  }

  private void noPeering(AddressPlan address) {
    String subject = address.address() + ", all nodes";
    List<String> detail = new ArrayList<>();
    for (BgpClusterConfig config : input.cluster().clusterConfigs().values()) {
      String name = Known.named(config.name(), config.origin());
      String problems = known.problems(new ObjectRef(Known.CLUSTER_CONFIG, "", config.name()));
      List<String> nodes = new ArrayList<>();
      boolean selects = false;
      for (Node node : input.cluster().nodes().values()) {
        String mismatch = config.nodeSelector().map(s -> Mismatch.of(s, node.labels())).orElse("");
        selects |= mismatch.isEmpty();
        if (!mismatch.isEmpty() && nodes.size() < 3) {
          nodes.add(node.name() + ": " + mismatch);
        }
      }
      detail.add(
          (selects
                  ? "cluster config " + name + " selects nodes, but gives them no usable peer"
                  : "cluster config "
                      + name
                      + " selects no node"
                      + (nodes.isEmpty() ? "" : ": " + String.join("; ", nodes)))
              + problems);
    }
    new TreeSet<>(planProblems()).forEach(p -> detail.add(p.message()));
    if (input.cluster().clusterConfigs().isEmpty()) {
      chain.failed(
          "peer",
          subject,
          String.join("; ", with("there is no CiliumBGPClusterConfig", detail)),
          "apply a CiliumBGPClusterConfig with an instance and a peer");
      return;
    }
    if (input.cluster().nodes().isEmpty()) {
      chain.failed(
          "peer", subject, "no node is known", "apply the Node manifests with their labels");
      return;
    }
    String remedies =
        String.join(
            "; ",
            planProblems().stream()
                .map(Problem::remedy)
                .filter(r -> !r.isEmpty())
                .distinct()
                .toList());
    chain.failed(
        "peer",
        subject,
        String.join("; ", detail),
        remedies.isEmpty()
            ? "label the nodes that should peer, or change spec.nodeSelector of the cluster config"
            : remedies);
  }

  private static List<String> with(String first, List<String> rest) {
    List<String> out = new ArrayList<>(List.of(first));
    out.addAll(rest);
    return out;
  }

  private List<Problem> planProblems() {
    List<Problem> out = new ArrayList<>(input.plan().problems());
    input.plan().nodes().values().forEach(n -> out.addAll(n.problems()));
    return out.stream().filter(p -> p.severity() != Problem.Severity.NOTICE).distinct().toList();
  }
}
