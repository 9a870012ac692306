package io.readback.core.model;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * Derives the next state of the cluster and keeps account of what it touched. For one thread, and
 * for one step: ask for {@link #change()} once, at the end.
 */
public final class ClusterEdit {
  private PMap<ServiceRef, Service> services;
  private PMap<ServiceRef, PMap<String, EndpointSlice>> slices;
  private TreePMap<String, Node> nodes;
  private TreePMap<String, NodeNetwork> nodeNetworks;
  private TreePMap<String, Namespace> namespaces;
  private TreePMap<SecretRef, SecretData> secrets;
  private TreePMap<String, AddressPool> pools;
  private TreePMap<String, BgpAdvertisement> advertisements;
  private TreePMap<String, BgpPeerConfig> peerConfigs;
  private TreePMap<String, BgpClusterConfig> clusterConfigs;
  private TreePMap<String, BgpNodeConfig> nodeConfigs;
  private TreePMap<String, BgpNodeOverride> nodeOverrides;
  private TreePMap<String, PodIpPool> podIpPools;
  private TreePMap<String, L2Policy> l2Policies;
  private TreePMap<String, RouterConfig> routers;
  private MetallbObjects metallb;
  private ReadbackObjects readback;
  private final SortedSet<ServiceRef> touched = new TreeSet<>();
  private boolean configuration;

  public ClusterEdit(ClusterState from) {
    services = from.services();
    slices = from.slices();
    nodes = from.nodes();
    nodeNetworks = from.nodeNetworks();
    namespaces = from.namespaces();
    secrets = from.secrets();
    pools = from.pools();
    advertisements = from.advertisements();
    peerConfigs = from.peerConfigs();
    clusterConfigs = from.clusterConfigs();
    nodeConfigs = from.nodeConfigs();
    nodeOverrides = from.nodeOverrides();
    podIpPools = from.podIpPools();
    l2Policies = from.l2Policies();
    routers = from.routers();
    metallb = from.metallb();
    readback = from.readback();
  }

  public void put(Service service) {
    services = services.plus(service.ref(), service);
    touched.add(service.ref());
  }

  public void remove(Service service) {
    services = services.minus(service.ref());
    touched.add(service.ref());
  }

  public void put(EndpointSlice slice) {
    PMap<String, EndpointSlice> of = slices.getOrDefault(slice.service(), HashTreePMap.empty());
    slices = slices.plus(slice.service(), of.plus(slice.name(), slice));
    touched.add(slice.service());
  }

  public void remove(EndpointSlice slice) {
    PMap<String, EndpointSlice> rest =
        slices.getOrDefault(slice.service(), HashTreePMap.empty()).minus(slice.name());
    slices = rest.isEmpty() ? slices.minus(slice.service()) : slices.plus(slice.service(), rest);
    touched.add(slice.service());
  }

  public void put(Node node) {
    nodes = nodes.plus(node.name(), node);
    configuration = true;
  }

  public void remove(Node node) {
    nodes = nodes.minus(node.name());
    configuration = true;
  }

  public void put(NodeNetwork network) {
    nodeNetworks = nodeNetworks.plus(network.name(), network);
    configuration = true;
  }

  public void remove(NodeNetwork network) {
    nodeNetworks = nodeNetworks.minus(network.name());
    configuration = true;
  }

  public void put(Namespace namespace) {
    namespaces = namespaces.plus(namespace.name(), namespace);
    configuration = true;
  }

  public void remove(Namespace namespace) {
    namespaces = namespaces.minus(namespace.name());
    configuration = true;
  }

  public void put(SecretData secret) {
    secrets = secrets.plus(secret.ref(), secret);
    configuration = true;
  }

  public void remove(SecretData secret) {
    secrets = secrets.minus(secret.ref());
    configuration = true;
  }

  public void put(AddressPool pool) {
    pools = pools.plus(pool.name(), pool);
    configuration = true;
  }

  public void remove(AddressPool pool) {
    pools = pools.minus(pool.name());
    configuration = true;
  }

  public void put(BgpAdvertisement advertisement) {
    advertisements = advertisements.plus(advertisement.name(), advertisement);
    configuration = true;
  }

  public void remove(BgpAdvertisement advertisement) {
    advertisements = advertisements.minus(advertisement.name());
    configuration = true;
  }

  public void put(BgpPeerConfig config) {
    peerConfigs = peerConfigs.plus(config.name(), config);
    configuration = true;
  }

  public void remove(BgpPeerConfig config) {
    peerConfigs = peerConfigs.minus(config.name());
    configuration = true;
  }

  public void put(BgpClusterConfig config) {
    clusterConfigs = clusterConfigs.plus(config.name(), config);
    configuration = true;
  }

  public void remove(BgpClusterConfig config) {
    clusterConfigs = clusterConfigs.minus(config.name());
    configuration = true;
  }

  public void put(BgpNodeConfig config) {
    nodeConfigs = nodeConfigs.plus(config.node(), config);
    configuration = true;
  }

  public void remove(BgpNodeConfig config) {
    nodeConfigs = nodeConfigs.minus(config.node());
    configuration = true;
  }

  public void put(BgpNodeOverride override) {
    nodeOverrides = nodeOverrides.plus(override.node(), override);
    configuration = true;
  }

  public void remove(BgpNodeOverride override) {
    nodeOverrides = nodeOverrides.minus(override.node());
    configuration = true;
  }

  public void put(PodIpPool pool) {
    podIpPools = podIpPools.plus(pool.name(), pool);
    configuration = true;
  }

  public void remove(PodIpPool pool) {
    podIpPools = podIpPools.minus(pool.name());
    configuration = true;
  }

  public void put(L2Policy policy) {
    l2Policies = l2Policies.plus(policy.name(), policy);
    configuration = true;
  }

  public void remove(L2Policy policy) {
    l2Policies = l2Policies.minus(policy.name());
    configuration = true;
  }

  public void put(RouterConfig router) {
    routers = routers.plus(router.name(), router);
    configuration = true;
  }

  public void remove(RouterConfig router) {
    routers = routers.minus(router.name());
    configuration = true;
  }

  public void put(MetallbPool pool) {
    metallb = metallb.withPools(metallb.pools().plus(pool.name(), pool));
    configuration = true;
  }

  public void remove(MetallbPool pool) {
    metallb = metallb.withPools(metallb.pools().minus(pool.name()));
    configuration = true;
  }

  public void put(MetallbPeer peer) {
    metallb = metallb.withPeers(metallb.peers().plus(peer.name(), peer));
    configuration = true;
  }

  public void remove(MetallbPeer peer) {
    metallb = metallb.withPeers(metallb.peers().minus(peer.name()));
    configuration = true;
  }

  public void put(MetallbAdvertisement advertisement) {
    metallb =
        metallb.withAdvertisements(
            metallb.advertisements().plus(advertisement.name(), advertisement));
    configuration = true;
  }

  public void remove(MetallbAdvertisement advertisement) {
    metallb = metallb.withAdvertisements(metallb.advertisements().minus(advertisement.name()));
    configuration = true;
  }

  public void put(MetallbL2Advertisement advertisement) {
    metallb =
        metallb.withL2Advertisements(
            metallb.l2Advertisements().plus(advertisement.name(), advertisement));
    configuration = true;
  }

  public void remove(MetallbL2Advertisement advertisement) {
    metallb = metallb.withL2Advertisements(metallb.l2Advertisements().minus(advertisement.name()));
    configuration = true;
  }

  public void put(MetallbBfdProfile profile) {
    metallb = metallb.withBfdProfiles(metallb.bfdProfiles().plus(profile.name(), profile));
    configuration = true;
  }

  public void remove(MetallbBfdProfile profile) {
    metallb = metallb.withBfdProfiles(metallb.bfdProfiles().minus(profile.name()));
    configuration = true;
  }

  public void put(MetallbCommunity community) {
    metallb = metallb.withCommunities(metallb.communities().plus(community.name(), community));
    configuration = true;
  }

  public void remove(MetallbCommunity community) {
    metallb = metallb.withCommunities(metallb.communities().minus(community.name()));
    configuration = true;
  }

  public void put(BgpPeerSettings settings) {
    readback = readback.withPeerSettings(readback.peerSettings().plus(settings.name(), settings));
    configuration = true;
  }

  public void put(BgpRouteSettings settings) {
    readback = readback.withRouteSettings(readback.routeSettings().plus(settings.name(), settings));
    configuration = true;
  }

  public void remove(BgpRouteSettings settings) {
    readback = readback.withRouteSettings(readback.routeSettings().minus(settings.name()));
    configuration = true;
  }

  public void remove(BgpPeerSettings settings) {
    readback = readback.withPeerSettings(readback.peerSettings().minus(settings.name()));
    configuration = true;
  }

  public void put(BgpDynamicPeers peers) {
    readback = readback.withDynamicPeers(readback.dynamicPeers().plus(peers.name(), peers));
    configuration = true;
  }

  public void remove(BgpDynamicPeers peers) {
    readback = readback.withDynamicPeers(readback.dynamicPeers().minus(peers.name()));
    configuration = true;
  }

  public void put(KernelRoutes routes) {
    readback = readback.withKernelRoutes(readback.kernelRoutes().plus(routes.name(), routes));
    configuration = true;
  }

  public void remove(KernelRoutes routes) {
    readback = readback.withKernelRoutes(readback.kernelRoutes().minus(routes.name()));
    configuration = true;
  }

  /**
   * Makes an edit that counts as touching nothing: for objects that say the same as before and
   * differ in their origin alone.
   */
  public void quietly(Consumer<ClusterEdit> step) {
    ClusterEdit apart = new ClusterEdit(state());
    step.accept(apart);
    take(apart);
  }

  private void take(ClusterEdit other) {
    services = other.services;
    slices = other.slices;
    nodes = other.nodes;
    nodeNetworks = other.nodeNetworks;
    namespaces = other.namespaces;
    secrets = other.secrets;
    pools = other.pools;
    advertisements = other.advertisements;
    peerConfigs = other.peerConfigs;
    clusterConfigs = other.clusterConfigs;
    nodeConfigs = other.nodeConfigs;
    nodeOverrides = other.nodeOverrides;
    podIpPools = other.podIpPools;
    l2Policies = other.l2Policies;
    routers = other.routers;
    metallb = other.metallb;
    readback = other.readback;
  }

  /** The state as edited so far. */
  public ClusterState state() {
    return new ClusterState(
        services,
        slices,
        nodes,
        nodeNetworks,
        namespaces,
        secrets,
        pools,
        advertisements,
        peerConfigs,
        clusterConfigs,
        nodeConfigs,
        nodeOverrides,
        podIpPools,
        l2Policies,
        routers,
        metallb,
        readback);
  }

  /** The new state, with the Services touched and whether anything else was. */
  public ClusterChange change() {
    return new ClusterChange(state(), touched, configuration);
  }
}
