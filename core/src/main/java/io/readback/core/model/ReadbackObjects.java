package io.readback.core.model;

import org.pcollections.TreePMap;

/** The objects of our own dialect that configure announcements, each kind by name. */
public record ReadbackObjects(
    TreePMap<String, BgpPeerSettings> peerSettings,
    TreePMap<String, BgpDynamicPeers> dynamicPeers,
    TreePMap<String, BgpRouteSettings> routeSettings,
    TreePMap<String, KernelRoutes> kernelRoutes) {
  public static final ReadbackObjects EMPTY =
      new ReadbackObjects(TreePMap.empty(), TreePMap.empty(), TreePMap.empty(), TreePMap.empty());

  ReadbackObjects withPeerSettings(TreePMap<String, BgpPeerSettings> changed) {
    return new ReadbackObjects(changed, dynamicPeers, routeSettings, kernelRoutes);
  }

  ReadbackObjects withDynamicPeers(TreePMap<String, BgpDynamicPeers> changed) {
    return new ReadbackObjects(peerSettings, changed, routeSettings, kernelRoutes);
  }

  ReadbackObjects withRouteSettings(TreePMap<String, BgpRouteSettings> changed) {
    return new ReadbackObjects(peerSettings, dynamicPeers, changed, kernelRoutes);
  }

  ReadbackObjects withKernelRoutes(TreePMap<String, KernelRoutes> changed) {
    return new ReadbackObjects(peerSettings, dynamicPeers, routeSettings, changed);
  }
}
