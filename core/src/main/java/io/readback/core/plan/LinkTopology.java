package io.readback.core.plan;

import io.readback.core.model.ClusterState;
import io.readback.core.model.L2Policy;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.MetallbL2Advertisement;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.Node;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.LinkInterfaces;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which nodes may answer on which links for whom: all that depends on configuration and nothing
 * that depends on a Service.
 *
 * @param offers in order of dialect and name
 * @param addresses the addresses of each node that some offer selects
 * @param problems of nodes that cannot take part
 */
record LinkTopology(
    List<LinkOffer> offers, SortedMap<String, List<IpAddress>> addresses, List<Problem> problems) {
  static final LinkTopology EMPTY = new LinkTopology(List.of(), new TreeMap<>(), List.of());

  /** A node with this label, whatever its value, is no entrance for traffic from outside. */
  private static final String EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";

  LinkTopology {
    offers = List.copyOf(offers);
    addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
    problems = List.copyOf(problems);
  }

  /**
   * @param ignoreExcludeLb see {@link RoutePlanner.Options}
   */
  static LinkTopology of(ClusterState state, Topology topology, boolean ignoreExcludeLb) {
    List<LinkOffer> offers = new ArrayList<>();
    SortedMap<String, List<IpAddress>> addresses = new TreeMap<>();
    SortedSet<String> without = new TreeSet<>();
    for (L2Policy policy : state.l2Policies().values()) {
      SortedMap<String, Integer> nodes = new TreeMap<>();
      for (Topology.NodeSessions node : topology.nodes().values()) {
        NodeFacts facts = node.facts();
        if (policy.selectsNode(facts.labels()) && takesPart(facts, addresses, without)) {
          nodes.put(facts.name(), 0);
        }
      }
      offers.add(
          new LinkOffer.Cilium(
              ref(policy),
              new LinkInterfaces(new TreeSet<>(), policy.interfaces()),
              nodes,
              policy.serviceSelector(),
              policy.externalIps(),
              policy.loadBalancerIps(),
              policy.announcer()));
    }
    for (MetallbL2Advertisement advertisement : state.metallb().l2Advertisements().values()) {
      SortedMap<String, Integer> nodes = new TreeMap<>();
      for (Map.Entry<String, Node> e : state.nodes().entrySet()) {
        Topology.NodeSessions known = topology.nodes().get(e.getKey());
        if (known != null
            && mayAnswer(e.getValue(), ignoreExcludeLb)
            && matches(advertisement.nodeSelectors(), e.getValue())
            && takesPart(known.facts(), addresses, without)) {
          nodes.put(e.getKey(), preference(advertisement, e.getValue()));
        }
      }
      offers.add(
          new LinkOffer.Metallb(
              ref(advertisement),
              new LinkInterfaces(advertisement.interfaces(), new TreeSet<>()),
              nodes,
              pools(state, advertisement),
              advertisement.serviceSelectors(),
              advertisement.announcer()));
    }
    List<Problem> problems =
        without.stream().map(name -> withoutAddress(name, state.nodes().get(name))).toList();
    return new LinkTopology(offers, addresses, problems);
  }

  static ObjectRef ref(L2Policy policy) {
    return new ObjectRef("CiliumL2AnnouncementPolicy", "", policy.name());
  }

  static ObjectRef ref(MetallbL2Advertisement advertisement) {
    return new ObjectRef("L2Advertisement", advertisement.namespace(), advertisement.name());
  }

  private static boolean mayAnswer(Node node, boolean ignoreExcludeLb) {
    return !node.networkUnavailable() && (ignoreExcludeLb || !node.labels().has(EXCLUDED));
  }

  private static boolean matches(List<LabelSelector> selectors, Node node) {
    return selectors.isEmpty() || selectors.stream().anyMatch(s -> s.matches(node.labels()));
  }

  private static int preference(MetallbL2Advertisement advertisement, Node node) {
    return advertisement.preferredNodes().stream()
        .filter(p -> p.preference().matches(node.labels()))
        .mapToInt(MetallbL2Advertisement.PreferredNode::weight)
        .sum();
  }

  private static SortedSet<String> pools(ClusterState state, MetallbL2Advertisement of) {
    SortedSet<String> out = new TreeSet<>();
    for (MetallbPool pool : state.metallb().pools().values()) {
      if (of.selects(pool)) {
        out.add(pool.name());
      }
    }
    return out;
  }

  /** Nodes are told apart, and watched, by their addresses. */
  private static boolean takesPart(
      NodeFacts facts, SortedMap<String, List<IpAddress>> addresses, SortedSet<String> without) {
    if (facts.internalIps().isEmpty()) {
      without.add(facts.name());
      return false;
    }
    addresses.put(facts.name(), facts.internalIps());
    return true;
  }

  private static Problem withoutAddress(String name, @org.jspecify.annotations.Nullable Node node) {
    return new Problem(
        Problem.Severity.WARNING,
        Optional.of(new ObjectRef("Node", "", name)),
        node == null ? Origin.UNKNOWN : node.origin(),
        "status.addresses",
        "the node has no InternalIP, so it answers on no link: others could not watch it",
        "Give its status an address of type InternalIP");
  }
}
