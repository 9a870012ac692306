package io.readback.core.model;

import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * The cluster at one moment: immutable, and cheap to derive the next moment from (its maps share
 * structure).
 *
 * @param slices EndpointSlices by Service, then by slice name
 * @param nodeNetworks CiliumNodes by node name
 * @param pools of Cilium's dialect
 * @param metallb everything of MetalLB's dialect
 */
public record ClusterState(
    PMap<ServiceRef, Service> services,
    PMap<ServiceRef, PMap<String, EndpointSlice>> slices,
    TreePMap<String, Node> nodes,
    TreePMap<String, NodeNetwork> nodeNetworks,
    TreePMap<String, Namespace> namespaces,
    TreePMap<SecretRef, SecretData> secrets,
    TreePMap<String, AddressPool> pools,
    TreePMap<String, BgpAdvertisement> advertisements,
    TreePMap<String, BgpPeerConfig> peerConfigs,
    TreePMap<String, BgpClusterConfig> clusterConfigs,
    TreePMap<String, BgpNodeConfig> nodeConfigs,
    TreePMap<String, BgpNodeOverride> nodeOverrides,
    TreePMap<String, PodIpPool> podIpPools,
    TreePMap<String, L2Policy> l2Policies,
    TreePMap<String, RouterConfig> routers,
    MetallbObjects metallb,
    ReadbackObjects readback) {
  public static final ClusterState EMPTY =
      new ClusterState(
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          MetallbObjects.EMPTY,
          ReadbackObjects.EMPTY);

  /** The blocks of all pools, of whichever dialect. */
  public Stream<AddressBlock> poolBlocks() {
    return Stream.concat(
        pools.values().stream().flatMap(pool -> pool.blocks().stream()),
        metallb.pools().values().stream().flatMap(pool -> pool.blocks().stream()));
  }

  public Optional<Service> service(ServiceRef ref) {
    return Optional.ofNullable(services.get(ref));
  }

  /** The slices of a Service by name; empty when it has none. */
  public PMap<String, EndpointSlice> slicesOf(ServiceRef ref) {
    PMap<String, EndpointSlice> found = slices.get(ref);
    return found == null ? HashTreePMap.empty() : found;
  }
}
