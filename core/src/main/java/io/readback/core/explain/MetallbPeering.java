package io.readback.core.explain;

import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.MetallbPeer;
import io.readback.core.model.Node;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Service;
import io.readback.core.plan.NotAnnounced;
import io.readback.core.plan.PlannedTarget;
import io.readback.core.plan.ServicePlan.AddressPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is to be said of the peers of MetalLB's dialect. */
final class MetallbPeering {
  private static final String KIND = "BGPPeer";

  private final Known known;
  private final ExplainInput input;
  private final Chain chain;

  MetallbPeering(Known known, Chain chain) {
    this.known = known;
    this.input = known.input();
    this.chain = chain;
  }

  static boolean isSourceOf(PlannedTarget target) {
    return target.configuredBy().kind().equals(KIND);
  }

  /** The object that makes a session, with its place. */
  String source(PlannedTarget target) {
    return KIND
        + " "
        + peer(target)
            .map(p -> Known.named(p.name(), p.origin()))
            .orElse(target.configuredBy().name());
  }

  private Optional<MetallbPeer> peer(PlannedTarget target) {
    return Optional.ofNullable(input.cluster().metallb().peers().get(target.configuredBy().name()));
  }

  String problems(PlannedTarget target) {
    return known.trouble(target.configuredBy());
  }

  String remedy(Service service, AddressPlan address, PeerGroup group, NotAnnounced reason) {
    return switch (reason) {
      case FAMILY_NOT_ON_SESSION ->
          "set dualStackAddressFamily: true in "
              + source(group.example())
              + ", or apply a BGPPeer with an address of the VIP's family";
      case NO_ADVERTISEMENT_SELECTS_SERVICE -> advertisementRemedy(service, address, group);
      case CONFLICTING_ADVERTISEMENTS ->
          "give both BGPAdvertisements the same localPref, or let them differ in peers, nodes or"
              + " aggregation length";
      case NODE_NETWORK_UNAVAILABLE ->
          "mend the node's network, so that its condition NetworkUnavailable becomes False";
      case NODE_EXCLUDED ->
          "kubectl label node "
              + group.refused().firstKey()
              + " node.kubernetes.io/exclude-from-external-load-balancers-";
      case DRAINED -> PeerStep.END_DRAIN;
      case NO_LOCAL_ENDPOINTS, NO_ENDPOINTS ->
          "let pods of the Service become ready on a node that peers";
      default -> "see what is decided for each node: readback explain -o json";
    };
  }

  /** An advertisement announces the pool; this peer, or the nodes, are not among its own. */
  private String advertisementRemedy(Service service, AddressPlan address, PeerGroup group) {
    List<String> out = new ArrayList<>();
    for (MetallbAdvertisement a : input.cluster().metallb().advertisements().values()) {
      boolean announces =
          address
              .pool()
              .map(p -> input.cluster().metallb().pools().get(p))
              .filter(a::selects)
              .isPresent();
      if (!announces || !a.selects(service)) {
        continue;
      }
      String name = "BGPAdvertisement " + Known.named(a.name(), a.origin());
      String mending =
          known.endingTrouble(new ObjectRef("BGPAdvertisement", a.namespace(), a.name()));
      if (!a.selectsPeer(group.peer())) {
        out.add("add " + group.peer() + " to spec.peers of " + name);
      } else if (!mending.isEmpty()) {
        out.add("mend " + name + ": " + mending);
      } else {
        out.add("let spec.nodeSelectors of " + name + " select a node that peers");
      }
    }
    return out.isEmpty()
        ? "apply a BGPAdvertisement for the pool and this peer"
        : String.join(", or ", out);
  }

  /** No session of this dialect is there, on any node. */
  void noPeering(AddressPlan address) {
    String subject = address.address() + ", all nodes";
    if (input.cluster().metallb().peers().isEmpty()) {
      chain.failed(
          "peer",
          subject,
          "there is no BGPPeer" + known.trouble(KIND),
          "apply a BGPPeer with myASN, peerASN and peerAddress");
      return;
    }
    if (input.cluster().nodes().isEmpty()) {
      chain.failed(
          "peer", subject, "no node is known", "apply the Node manifests with their labels");
      return;
    }
    List<String> detail = new ArrayList<>();
    List<String> remedies = new ArrayList<>();
    for (MetallbPeer peer : input.cluster().metallb().peers().values()) {
      ObjectRef ref = new ObjectRef(KIND, peer.namespace(), peer.name());
      String name = KIND + " " + Known.named(peer.name(), peer.origin());
      boolean selects = input.cluster().nodes().values().stream().anyMatch(peer::selects);
      detail.add(
          (selects ? name + " selects nodes, but cannot be used" : name + " selects no node")
              + (selects ? "" : mismatches(peer))
              + known.trouble(ref));
      String mending = known.endingTrouble(ref);
      if (!mending.isEmpty()) {
        remedies.add(mending);
      }
    }
    chain.failed(
        "peer",
        subject,
        String.join("; ", detail),
        remedies.isEmpty()
            ? "label the nodes that should peer, or change spec.nodeSelectors of a BGPPeer"
            : String.join("; ", remedies));
  }

  private String mismatches(MetallbPeer peer) {
    return input.cluster().nodes().values().stream()
        .limit(3)
        .map(n -> mismatch(peer, n))
        .collect(Collectors.joining("; ", ": ", ""));
  }

  private static String mismatch(MetallbPeer peer, Node node) {
    return node.name()
        + ": "
        + MetallbAdvertisementStep.mismatch(peer.nodeSelectors(), node.labels());
  }
}
