package io.readback.core.manifest;

import io.readback.core.allocate.PoolOverlaps;
import io.readback.core.model.AddressBlock;
import io.readback.core.model.AddressPool;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpNodeConfig;
import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.ClusterState;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.RouterConfig;
import io.readback.core.model.SecretData;
import io.readback.core.model.SecretRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Looks between objects: references that lead nowhere, selectors that select nothing, pools that
 * overlap. Pure; the configuration alone is looked at, never Services or endpoints.
 */
public final class ReferenceChecks {
  /** Where Cilium keeps the passwords of its peers. */
  private static final String BGP_SECRETS = "kube-system";

  private static final String SENDS_NOTHING =
      "without a selector of advertisements the session sends nothing";
  private static final String ADD_SELECTOR =
      "Add advertisements, a label selector on CiliumBGPAdvertisements, to the family";

  private final ClusterState state;
  private final List<Problem> problems = new ArrayList<>();

  private ReferenceChecks(ClusterState state) {
    this.state = state;
  }

  /** All problems between the objects of this state, in order of file and line. */
  public static List<Problem> of(ClusterState state) {
    ReferenceChecks checks = new ReferenceChecks(state);
    checks.pools();
    checks.metallbPools();
    state.clusterConfigs().values().forEach(checks::clusterConfig);
    state.nodeConfigs().values().forEach(checks::nodeConfig);
    state.nodeOverrides().values().forEach(o -> checks.overriddenNode(o.node(), o.origin()));
    state.peerConfigs().values().forEach(checks::peerConfig);
    state.routers().values().forEach(checks::router);
    checks.problems.sort(null);
    return List.copyOf(checks.problems);
  }

  /** Whether two states cannot differ in what {@link #of} says of them. */
  static boolean sameInput(ClusterState a, ClusterState b) {
    return a.pools() == b.pools()
        && a.clusterConfigs() == b.clusterConfigs()
        && a.nodeConfigs() == b.nodeConfigs()
        && a.nodeOverrides() == b.nodeOverrides()
        && a.peerConfigs() == b.peerConfigs()
        && a.advertisements() == b.advertisements()
        && a.nodes() == b.nodes()
        && a.nodeNetworks() == b.nodeNetworks()
        && a.secrets() == b.secrets()
        && a.routers() == b.routers()
        && a.metallb() == b.metallb();
  }

  /** A block of a pool, for finding overlaps in order of addresses. */
  private record Placed(AddressPool pool, int index, AddressBlock block) {}

  private void pools() {
    List<Placed> placed = new ArrayList<>();
    for (AddressPool pool : state.pools().values()) {
      for (int i = 0; i < pool.blocks().size(); i++) {
        placed.add(new Placed(pool, i, pool.blocks().get(i)));
      }
    }
    placed.sort(
        (a, b) -> {
          int c = a.block().start().compareTo(b.block().start());
          return c != 0 ? c : b.block().stop().compareTo(a.block().stop());
        });
    Optional<Placed> reaching = Optional.empty();
    for (Placed next : placed) {
      if (reaching.isPresent() && reaching.get().block().overlaps(next.block())) {
        overlap(reaching.get(), next);
      }
      if (reaching.isEmpty() || reaching.get().block().stop().compareTo(next.block().stop()) < 0) {
        reaching = Optional.of(next);
      }
    }
  }

  private void overlap(Placed a, Placed b) {
    boolean same = a.pool() == b.pool();
    warn(
        ProblemCode.POOL_OVERLAP,
        poolRef(b.pool()),
        b.pool().origin(),
        "spec.blocks",
        "the block "
            + b.block()
            + " overlaps "
            + (same ? "another block of the pool, " : "pool " + a.pool().name() + "'s block ")
            + a.block(),
        same ? "Merge the two blocks" : "Let each address belong to one pool");
  }

  /** MetalLB refuses such pools; here they give out no new addresses. */
  private void metallbPools() {
    PoolOverlaps overlaps = PoolOverlaps.of(state);
    overlaps
        .metallb()
        .forEach(
            (name, why) -> {
              MetallbPool pool = state.metallb().pools().get(name);
              if (pool != null) {
                overlapping(
                    new ObjectRef("IPAddressPool", pool.namespace(), name),
                    pool.origin(),
                    "spec.addresses",
                    why);
              }
            });
    overlaps
        .cilium()
        .forEach(
            (name, why) -> {
              AddressPool pool = state.pools().get(name);
              if (pool != null) {
                overlapping(poolRef(pool), pool.origin(), "spec.blocks", why);
              }
            });
  }

  private void overlapping(ObjectRef pool, Origin origin, String field, String why) {
    problems.add(
        new Problem(
            ProblemCode.POOL_OVERLAP,
            Severity.ERROR,
            Optional.of(pool),
            origin,
            field,
            why + ", the pool gives out no new addresses",
            "Let each address belong to one pool"));
  }

  private static ObjectRef poolRef(AddressPool pool) {
    return new ObjectRef("CiliumLoadBalancerIPPool", "", pool.name());
  }

  private void clusterConfig(BgpClusterConfig config) {
    ObjectRef ref = new ObjectRef("CiliumBGPClusterConfig", "", config.name());
    for (BgpClusterConfig.Instance instance : config.instances()) {
      for (BgpClusterConfig.Peer peer : instance.peers()) {
        peerConfigRef(ref, peer.origin(), instance.name(), peer.name(), peer.peerConfig());
      }
    }
    boolean nodeless =
        config.nodeSelector().isPresent()
            && state.nodes().values().stream()
                .noneMatch(node -> config.nodeSelector().get().matches(node.labels()));
    if (nodeless && !state.nodes().isEmpty()) {
      warn(
          ProblemCode.NO_NODE_SELECTED,
          ref,
          config.origin(),
          "spec.nodeSelector",
          "no node matches " + config.nodeSelector().get() + ", so none peers",
          "Label the nodes, or mend the selector");
    }
  }

  private void nodeConfig(BgpNodeConfig config) {
    ObjectRef ref = new ObjectRef("CiliumBGPNodeConfig", "", config.node());
    for (BgpNodeConfig.Instance instance : config.instances()) {
      for (BgpNodeConfig.Peer peer : instance.peers()) {
        peerConfigRef(ref, config.origin(), instance.name(), peer.name(), peer.peerConfig());
      }
    }
  }

  private void peerConfigRef(
      ObjectRef ref, Origin origin, String instance, String peer, Optional<String> name) {
    if (name.isEmpty() || state.peerConfigs().containsKey(name.get())) {
      return;
    }
    warn(
        ProblemCode.MISSING_PEER_CONFIG,
        ref,
        origin,
        "spec.bgpInstances",
        "peer "
            + peer
            + " of instance "
            + instance
            + " refers to CiliumBGPPeerConfig "
            + name.get()
            + ", which does not exist or has no effect",
        NearestName.of(name.get(), state.peerConfigs().keySet())
            .map(n -> "Did you mean " + n + "?")
            .orElse("Add it, or mend peerConfigRef.name"));
  }

  private void overriddenNode(String node, Origin origin) {
    if (state.nodes().isEmpty()
        || state.nodes().containsKey(node)
        || state.nodeNetworks().containsKey(node)) {
      return;
    }
    warn(
        ProblemCode.OVERRIDE_WITHOUT_NODE,
        new ObjectRef("CiliumBGPNodeConfigOverride", "", node),
        origin,
        "metadata.name",
        "there is no node of this name",
        "Name the override like its node");
  }

  private void peerConfig(BgpPeerConfig config) {
    ObjectRef ref = new ObjectRef("CiliumBGPPeerConfig", "", config.name());
    config
        .authSecret()
        .ifPresent(
            name ->
                secret(
                    ProblemCode.MISSING_SECRET,
                    ref,
                    config.origin(),
                    "spec.authSecretRef",
                    new SecretRef(BGP_SECRETS, name),
                    List.of("password")));
    if (config.families().equals(BgpPeerConfig.DEFAULT.families())) {
      warn(
          ProblemCode.FAMILY_WITHOUT_ADVERTISEMENTS,
          ref,
          config.origin(),
          "spec.families",
          SENDS_NOTHING,
          ADD_SELECTOR);
      return;
    }
    for (int i = 0; i < config.families().size(); i++) {
      String field = "spec.families[" + i + "].advertisements";
      Optional<LabelSelector> selector = config.families().get(i).advertisements();
      if (selector.isEmpty()) {
        warn(
            ProblemCode.FAMILY_WITHOUT_ADVERTISEMENTS,
            ref,
            config.origin(),
            field,
            SENDS_NOTHING,
            ADD_SELECTOR);
      } else if (state.advertisements().values().stream()
          .map(BgpAdvertisement::labels)
          .noneMatch(selector.get()::matches)) {
        warn(
            ProblemCode.FAMILY_SELECTS_NOTHING,
            ref,
            config.origin(),
            field,
            "no CiliumBGPAdvertisement has the labels "
                + selector.get()
                + ", so the family sends nothing",
            labelsThere());
      }
    }
  }

  private String labelsThere() {
    SortedSet<String> there = new TreeSet<>();
    for (BgpAdvertisement advertisement : state.advertisements().values()) {
      there.add(advertisement.name() + " has " + advertisement.labels());
    }
    return there.isEmpty()
        ? "Add a CiliumBGPAdvertisement with these labels"
        : "Label one of them: " + String.join(", ", there);
  }

  private void router(RouterConfig router) {
    ObjectRef ref = new ObjectRef("Router", "", router.name());
    for (RouterConfig.Glass glass : router.lookingGlasses()) {
      for (Map.Entry<String, SecretRef> secret : glass.secrets().entrySet()) {
        secret(
            ProblemCode.ROUTER_SECRET,
            ref,
            glass.origin(),
            "spec.lookingGlasses." + secret.getKey(),
            secret.getValue(),
            List.of());
      }
    }
  }

  private void secret(
      ProblemCode missing,
      ObjectRef ref,
      Origin origin,
      String field,
      SecretRef name,
      List<String> keys) {
    SecretData found = state.secrets().get(name);
    if (found == null) {
      warn(missing, ref, origin, field, "there is no Secret " + name, "Add the Secret");
      return;
    }
    for (String key : keys) {
      if (!found.data().containsKey(key)) {
        warn(
            ProblemCode.SECRET_WITHOUT_KEY,
            ref,
            origin,
            field,
            "Secret " + name + " has no key '" + key + "'",
            "Add the key to the Secret");
      }
    }
  }

  private void warn(
      ProblemCode code, ObjectRef ref, Origin origin, String field, String message, String remedy) {
    problems.add(
        new Problem(code, Severity.WARNING, Optional.of(ref), origin, field, message, remedy));
  }
}
