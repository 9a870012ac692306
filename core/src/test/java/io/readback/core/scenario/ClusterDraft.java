package io.readback.core.scenario;

import io.readback.core.model.AddressPool;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpNodeConfig;
import io.readback.core.model.BgpNodeOverride;
import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterState;
import io.readback.core.model.EndpointSlice;
import io.readback.core.model.Node;
import io.readback.core.model.NodeNetwork;
import io.readback.core.model.SecretData;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/** A cluster that is changed step by step; {@link #step} says what changed since the last one. */
public final class ClusterDraft {
  private ClusterState state = ClusterState.EMPTY;
  private final TreeSet<ServiceRef> touched = new TreeSet<>();
  private boolean configuration;

  public ClusterDraft put(ServiceDraft draft) {
    return put(draft.build());
  }

  public ClusterDraft put(Service service) {
    touched.add(service.ref());
    return services(s -> s.plus(service.ref(), service));
  }

  public ClusterDraft removeService(String ref) {
    ServiceRef parsed = ServiceRef.parse(ref);
    touched.add(parsed);
    return services(s -> s.minus(parsed));
  }

  private ClusterDraft services(UnaryOperator<PMap<ServiceRef, Service>> change) {
    state = new Parts(state).services(change.apply(state.services()));
    return this;
  }

  public ClusterDraft put(EndpointSlice slice) {
    touched.add(slice.service());
    PMap<String, EndpointSlice> slices = state.slicesOf(slice.service()).plus(slice.name(), slice);
    state = new Parts(state).slices(state.slices().plus(slice.service(), slices));
    return this;
  }

  public ClusterDraft removeSlices(String ref) {
    ServiceRef parsed = ServiceRef.parse(ref);
    touched.add(parsed);
    state = new Parts(state).slices(state.slices().minus(parsed));
    return this;
  }

  public ClusterDraft put(PoolDraft draft) {
    return put(draft.build());
  }

  public ClusterDraft put(AddressPool pool) {
    configuration = true;
    return pools(state.pools().plus(pool.name(), pool));
  }

  public ClusterDraft removePool(String name) {
    configuration = true;
    return pools(state.pools().minus(name));
  }

  private ClusterDraft pools(TreePMap<String, AddressPool> pools) {
    state = new Parts(state).pools(pools);
    return this;
  }

  public ClusterDraft put(Node node) {
    configuration = true;
    state = new Parts(state).nodes(state.nodes().plus(node.name(), node));
    return this;
  }

  public ClusterDraft removeNode(String name) {
    configuration = true;
    state = new Parts(state).nodes(state.nodes().minus(name));
    return this;
  }

  public ClusterDraft put(NodeNetwork network) {
    configuration = true;
    state = new Parts(state).networks(state.nodeNetworks().plus(network.name(), network));
    return this;
  }

  public ClusterDraft put(SecretData secret) {
    configuration = true;
    state = new Parts(state).secrets(state.secrets().plus(secret.ref(), secret));
    return this;
  }

  public ClusterDraft put(BgpAdvertisement advertisement) {
    configuration = true;
    state =
        new Parts(state)
            .advertisements(state.advertisements().plus(advertisement.name(), advertisement));
    return this;
  }

  public ClusterDraft removeAdvertisement(String name) {
    configuration = true;
    state = new Parts(state).advertisements(state.advertisements().minus(name));
    return this;
  }

  public ClusterDraft put(BgpPeerConfig config) {
    configuration = true;
    state = new Parts(state).peerConfigs(state.peerConfigs().plus(config.name(), config));
    return this;
  }

  public ClusterDraft put(BgpClusterConfig config) {
    configuration = true;
    state = new Parts(state).clusterConfigs(state.clusterConfigs().plus(config.name(), config));
    return this;
  }

  public ClusterDraft removeClusterConfig(String name) {
    configuration = true;
    state = new Parts(state).clusterConfigs(state.clusterConfigs().minus(name));
    return this;
  }

  public ClusterDraft put(BgpNodeConfig config) {
    configuration = true;
    state = new Parts(state).nodeConfigs(state.nodeConfigs().plus(config.node(), config));
    return this;
  }

  public ClusterDraft put(BgpNodeOverride override) {
    configuration = true;
    state = new Parts(state).overrides(state.nodeOverrides().plus(override.node(), override));
    return this;
  }

  public ClusterState state() {
    return state;
  }

  /** What changed since the last step. */
  public ClusterChange step() {
    ClusterChange change = new ClusterChange(state, touched, configuration);
    touched.clear();
    configuration = false;
    return change;
  }

  /** Everything as one step, as after a start. */
  public ClusterChange fresh() {
    TreeSet<ServiceRef> all = new TreeSet<>(state.services().keySet());
    all.addAll(state.slices().keySet());
    return new ClusterChange(state, all, true);
  }

  /** A state with one part exchanged. */
  private record Parts(ClusterState s) {
    ClusterState services(PMap<ServiceRef, Service> v) {
      return make(v, s.slices(), s.pools(), s.nodes(), s.nodeNetworks());
    }

    ClusterState slices(PMap<ServiceRef, PMap<String, EndpointSlice>> v) {
      return make(s.services(), v, s.pools(), s.nodes(), s.nodeNetworks());
    }

    ClusterState pools(TreePMap<String, AddressPool> v) {
      return make(s.services(), s.slices(), v, s.nodes(), s.nodeNetworks());
    }

    ClusterState nodes(TreePMap<String, Node> v) {
      return make(s.services(), s.slices(), s.pools(), v, s.nodeNetworks());
    }

    ClusterState networks(TreePMap<String, NodeNetwork> v) {
      return make(s.services(), s.slices(), s.pools(), s.nodes(), v);
    }

    private ClusterState make(
        PMap<ServiceRef, Service> services,
        PMap<ServiceRef, PMap<String, EndpointSlice>> slices,
        TreePMap<String, AddressPool> pools,
        TreePMap<String, Node> nodes,
        TreePMap<String, NodeNetwork> networks) {
      return new ClusterState(
          services,
          slices,
          nodes,
          networks,
          s.namespaces(),
          s.secrets(),
          pools,
          s.advertisements(),
          s.peerConfigs(),
          s.clusterConfigs(),
          s.nodeConfigs(),
          s.nodeOverrides(),
          s.routers());
    }

    ClusterState secrets(TreePMap<io.readback.core.model.SecretRef, SecretData> v) {
      return bgp(
          v,
          s.advertisements(),
          s.peerConfigs(),
          s.clusterConfigs(),
          s.nodeConfigs(),
          s.nodeOverrides());
    }

    ClusterState advertisements(TreePMap<String, BgpAdvertisement> v) {
      return bgp(
          s.secrets(), v, s.peerConfigs(), s.clusterConfigs(), s.nodeConfigs(), s.nodeOverrides());
    }

    ClusterState peerConfigs(TreePMap<String, BgpPeerConfig> v) {
      return bgp(
          s.secrets(),
          s.advertisements(),
          v,
          s.clusterConfigs(),
          s.nodeConfigs(),
          s.nodeOverrides());
    }

    ClusterState clusterConfigs(TreePMap<String, BgpClusterConfig> v) {
      return bgp(
          s.secrets(), s.advertisements(), s.peerConfigs(), v, s.nodeConfigs(), s.nodeOverrides());
    }

    ClusterState nodeConfigs(TreePMap<String, BgpNodeConfig> v) {
      return bgp(
          s.secrets(),
          s.advertisements(),
          s.peerConfigs(),
          s.clusterConfigs(),
          v,
          s.nodeOverrides());
    }

    ClusterState overrides(TreePMap<String, BgpNodeOverride> v) {
      return bgp(
          s.secrets(), s.advertisements(), s.peerConfigs(), s.clusterConfigs(), s.nodeConfigs(), v);
    }

    private ClusterState bgp(
        TreePMap<io.readback.core.model.SecretRef, SecretData> secrets,
        TreePMap<String, BgpAdvertisement> advertisements,
        TreePMap<String, BgpPeerConfig> peerConfigs,
        TreePMap<String, BgpClusterConfig> clusterConfigs,
        TreePMap<String, BgpNodeConfig> nodeConfigs,
        TreePMap<String, BgpNodeOverride> overrides) {
      return new ClusterState(
          s.services(),
          s.slices(),
          s.nodes(),
          s.nodeNetworks(),
          s.namespaces(),
          secrets,
          s.pools(),
          advertisements,
          peerConfigs,
          clusterConfigs,
          nodeConfigs,
          overrides,
          s.routers());
    }
  }
}
