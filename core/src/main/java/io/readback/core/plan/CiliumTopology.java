package io.readback.core.plan;

import io.readback.core.allocate.Condition;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpDynamicPeers;
import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.ClusterState;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Labels;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.PodIpPool;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.spi.net.AddressFamily;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sessions that Cilium's configuration objects ask for. */
final class CiliumTopology implements Topology.Part {
  /** The name and namespace of a pool of pod networks, as selectors may ask for them. */
  private static final String POD_POOL_NAME = "io.cilium.podippool.name";

  private static final String POD_POOL_NAMESPACE = "io.cilium.podippool.namespace";
  private static final String NO_NODE = "No node matches spec.nodeSelector";

  private final ClusterState state;
  private final List<BgpClusterConfig> byAge;
  private final PeerSettings settings;
  private final SessionSettings sessionSettings;
  private final Map<ExportClass, ExportClass> canonical = new HashMap<>();
  private final SortedMap<String, SortedSet<String>> conflicts = new TreeMap<>();
  private final SortedSet<String> matching = new TreeSet<>();
  private final Set<String> served = new HashSet<>();

  CiliumTopology(ClusterState state, SessionSettings sessionSettings) {
    this.state = state;
    this.sessionSettings = sessionSettings;
    byAge = new ArrayList<>(state.clusterConfigs().values());
    byAge.sort(
        Comparator.<BgpClusterConfig, Instant>comparing(c -> c.created().orElse(Instant.MAX))
            .thenComparing(BgpClusterConfig::name));
    settings = new PeerSettings(state);
  }

  @Override
  public Topology.NodeSessions sessions(NodeFacts facts) {
    List<InstanceDraft> instances = instances(facts);
    CiliumSessions sessions = new CiliumSessions(facts, settings, sessionSettings, this::exports);
    for (InstanceDraft instance : instances) {
      sessions.add(instance);
      for (BgpDynamicPeers peers : state.readback().dynamicPeers().values()) {
        if (peers.instance().equals(instance.name()) && peers.selects(facts.labels())) {
          served.add(peers.name());
          sessions.add(instance, peers);
        }
      }
    }
    Topology.NodeSessions built = sessions.build();
    Set<Problem> problems = new LinkedHashSet<>(built.problems());
    built.sessions().forEach(s -> silentInterfaces(facts, s, problems));
    return new Topology.NodeSessions(facts, built.sessions(), List.copyOf(problems));
  }

  /** Entries for interfaces that this very machine has not, or without a usable address. */
  private static void silentInterfaces(
      NodeFacts facts, Topology.Session session, Set<Problem> problems) {
    if (facts.host().isEmpty() || !(session.exports() instanceof CiliumExports exports)) {
      return;
    }
    for (List<CiliumExports.EntryRef> entries : exports.entries().values()) {
      for (CiliumExports.EntryRef ref : entries) {
        String name = ref.entry().interfaceName().orElse("");
        if (ref.entry().type() == BgpAdvertisement.Type.INTERFACE
            && CiliumRules.announceable(facts.addressesOn(name)).isEmpty()) {
          problems.add(
              new Problem(
                  Severity.NOTICE,
                  Optional.of(new ObjectRef("CiliumBGPAdvertisement", "", ref.advertisement())),
                  ref.entry().origin(),
                  "interface.name",
                  "interface "
                      + name
                      + " of node "
                      + facts.name()
                      + " is not up, or has no address that can be announced",
                  "set the interface up and give it an address, or correct the name"));
        }
      }
    }
  }

  @Override
  public Topology.Findings findings() {
    List<Problem> problems = new ArrayList<>();
    SortedMap<ObjectRef, List<Condition>> conditions = new TreeMap<>();
    for (BgpClusterConfig config : state.clusterConfigs().values()) {
      conditions.put(ref(config), conditions(config, problems));
    }
    for (BgpPeerConfig config : state.peerConfigs().values()) {
      Optional<String> missing = settings.missingSecret(config);
      conditions.put(
          PeerSettings.ref(config.name()),
          List.of(
              condition(
                  "cilium.io/MissingAuthSecret",
                  "MissingAuthSecret",
                  missing.map(s -> "Referenced Auth Secret \"" + s + "\" is missing"))));
    }
    for (BgpDynamicPeers peers : state.readback().dynamicPeers().values()) {
      if (!served.contains(peers.name())) {
        problems.add(
            new Problem(
                ProblemCode.DYNAMIC_PEERS_UNUSED,
                Severity.WARNING,
                Optional.of(peers.ref()),
                peers.origin(),
                "spec.instance",
                "no selected node has an instance " + peers.instance() + " of Cilium's dialect",
                "correct instance or nodeSelector"));
      }
    }
    return new Topology.Findings(conditions, problems);
  }

  /** A node's own configuration, else the oldest cluster configuration that selects it. */
  private List<InstanceDraft> instances(NodeFacts facts) {
    var own = state.nodeConfigs().get(facts.name());
    BgpClusterConfig owner = null;
    for (BgpClusterConfig config : byAge) {
      if (!selects(config.nodeSelector(), facts)) {
        continue;
      }
      matching.add(config.name());
      if (owner == null) {
        owner = config;
      } else if (own == null) {
        conflicts.computeIfAbsent(config.name(), c -> new TreeSet<>()).add(owner.name());
      }
    }
    if (own != null) {
      return InstanceDraft.of(own);
    }
    return owner == null
        ? List.of()
        : InstanceDraft.of(owner, Optional.ofNullable(state.nodeOverrides().get(facts.name())));
  }

  private static boolean selects(Optional<LabelSelector> selector, NodeFacts facts) {
    return selector.map(s -> s.matches(facts.labels())).orElse(true);
  }

  /** The class of sessions with these settings; equal ones are one object. */
  private ExportClass exports(BgpPeerConfig config, boolean carriesLocalPreference) {
    SortedMap<AddressFamily, List<CiliumExports.EntryRef>> entries = new TreeMap<>();
    for (BgpPeerConfig.FamilyExport family : PeerSettings.families(config)) {
      List<CiliumExports.EntryRef> of =
          entries.computeIfAbsent(family.family(), f -> new ArrayList<>());
      if (family.advertisements().isEmpty()) {
        continue;
      }
      for (BgpAdvertisement advertisement : state.advertisements().values()) {
        if (family.advertisements().get().matches(advertisement.labels())) {
          advertisement
              .entries()
              .forEach(
                  e -> of.add(new CiliumExports.EntryRef(advertisement.name(), e, podPools(e))));
        }
      }
    }
    ExportClass made = new CiliumExports(entries, carriesLocalPreference);
    ExportClass known = canonical.putIfAbsent(made, made);
    return known == null ? made : known;
  }

  /** An entry without selector selects none. */
  private SortedSet<String> podPools(BgpAdvertisement.Entry entry) {
    SortedSet<String> out = new TreeSet<>();
    if (entry.type() == BgpAdvertisement.Type.POD_IP_POOL && entry.selector().isPresent()) {
      for (PodIpPool pool : state.podIpPools().values()) {
        Labels labels = pool.labels().with(POD_POOL_NAME, pool.name()).with(POD_POOL_NAMESPACE, "");
        if (entry.selector().get().matches(labels)) {
          out.add(pool.name());
        }
      }
    }
    return out;
  }

  private List<Condition> conditions(BgpClusterConfig config, List<Problem> problems) {
    boolean noNode = !matching.contains(config.name());
    if (noNode) {
      problems.add(
          new Problem(
              ProblemCode.NO_NODE_SELECTED,
              Severity.WARNING,
              Optional.of(ref(config)),
              config.origin(),
              "spec.nodeSelector",
              NO_NODE,
              "give the nodes the labels it asks for, or change the selector"));
    }
    SortedSet<String> missing = new TreeSet<>();
    for (BgpClusterConfig.Instance instance : config.instances()) {
      for (BgpClusterConfig.Peer peer : instance.peers()) {
        peer.peerConfig().filter(p -> !state.peerConfigs().containsKey(p)).ifPresent(missing::add);
      }
    }
    if (!missing.isEmpty()) {
      problems.add(
          new Problem(
              ProblemCode.MISSING_PEER_CONFIG,
              Severity.WARNING,
              Optional.of(ref(config)),
              config.origin(),
              "spec.bgpInstances",
              "peer configurations "
                  + missing
                  + " do not exist; the sessions use defaults and announce nothing",
              "create the CiliumBGPPeerConfig, or correct peerConfigRef"));
    }
    SortedSet<String> winners = conflicts.getOrDefault(config.name(), new TreeSet<>());
    if (!winners.isEmpty()) {
      problems.add(
          new Problem(
              ProblemCode.NODE_OWNED_BY_ANOTHER,
              Severity.ERROR,
              Optional.of(ref(config)),
              config.origin(),
              "spec.nodeSelector",
              "selects nodes that belong to " + winners + " already and has no effect on them",
              "make the node selectors select different nodes"));
    }
    return List.of(
        // Cilium keeps the message where the condition is False
        new Condition(
            "cilium.io/NoMatchingNode",
            noNode ? Condition.Status.TRUE : Condition.Status.FALSE,
            "NoMatchingNode",
            NO_NODE),
        condition(
            "cilium.io/MissingPeerConfigs",
            "MissingPeerConfigs",
            missing.isEmpty()
                ? Optional.empty()
                : Optional.of("Referenced CiliumBGPPeerConfig(s) are missing: " + list(missing))),
        condition(
            "cilium.io/ConflictingClusterConfig",
            "ConflictingClusterConfigs",
            winners.isEmpty()
                ? Optional.empty()
                : Optional.of(
                    "Selecting the same node(s) with ClusterConfig(s): " + list(winners))));
  }

  /** {@code [a b]} */
  private static String list(SortedSet<String> names) {
    return "[" + String.join(" ", names) + "]";
  }

  private static Condition condition(String type, String reason, Optional<String> message) {
    return new Condition(
        type,
        message.isPresent() ? Condition.Status.TRUE : Condition.Status.FALSE,
        reason,
        message.orElse(""));
  }

  static ObjectRef ref(BgpClusterConfig config) {
    return new ObjectRef("CiliumBGPClusterConfig", "", config.name());
  }
}
