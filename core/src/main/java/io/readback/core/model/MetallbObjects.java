package io.readback.core.model;

import org.pcollections.TreePMap;

/**
 * The objects of MetalLB's dialect, each kind by name: MetalLB refers to them by name alone, so one
 * name stands for one object whatever the namespace.
 */
public record MetallbObjects(
    TreePMap<String, MetallbPool> pools,
    TreePMap<String, MetallbPeer> peers,
    TreePMap<String, MetallbAdvertisement> advertisements,
    TreePMap<String, MetallbL2Advertisement> l2Advertisements,
    TreePMap<String, MetallbBfdProfile> bfdProfiles,
    TreePMap<String, MetallbCommunity> communities) {
  public static final MetallbObjects EMPTY =
      new MetallbObjects(
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty());

  MetallbObjects withPools(TreePMap<String, MetallbPool> changed) {
    return new MetallbObjects(
        changed, peers, advertisements, l2Advertisements, bfdProfiles, communities);
  }

  MetallbObjects withPeers(TreePMap<String, MetallbPeer> changed) {
    return new MetallbObjects(
        pools, changed, advertisements, l2Advertisements, bfdProfiles, communities);
  }

  MetallbObjects withAdvertisements(TreePMap<String, MetallbAdvertisement> changed) {
    return new MetallbObjects(pools, peers, changed, l2Advertisements, bfdProfiles, communities);
  }

  MetallbObjects withL2Advertisements(TreePMap<String, MetallbL2Advertisement> changed) {
    return new MetallbObjects(pools, peers, advertisements, changed, bfdProfiles, communities);
  }

  MetallbObjects withBfdProfiles(TreePMap<String, MetallbBfdProfile> changed) {
    return new MetallbObjects(pools, peers, advertisements, l2Advertisements, changed, communities);
  }

  MetallbObjects withCommunities(TreePMap<String, MetallbCommunity> changed) {
    return new MetallbObjects(pools, peers, advertisements, l2Advertisements, bfdProfiles, changed);
  }
}
