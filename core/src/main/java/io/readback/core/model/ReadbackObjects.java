package io.readback.core.model;

import org.pcollections.TreePMap;

/** The objects of our own dialect that configure announcements, each kind by name. */
public record ReadbackObjects(
    TreePMap<String, BgpPeerSettings> peerSettings,
    TreePMap<String, BgpDynamicPeers> dynamicPeers,
    TreePMap<String, BgpRouteSettings> routeSettings) {
  public static final ReadbackObjects EMPTY =
      new ReadbackObjects(TreePMap.empty(), TreePMap.empty(), TreePMap.empty());

  ReadbackObjects withPeerSettings(TreePMap<String, BgpPeerSettings> changed) {
    return new ReadbackObjects(changed, dynamicPeers, routeSettings);
  }

  ReadbackObjects withDynamicPeers(TreePMap<String, BgpDynamicPeers> changed) {
    return new ReadbackObjects(peerSettings, changed, routeSettings);
  }

  ReadbackObjects withRouteSettings(TreePMap<String, BgpRouteSettings> changed) {
    return new ReadbackObjects(peerSettings, dynamicPeers, changed);
  }
}
