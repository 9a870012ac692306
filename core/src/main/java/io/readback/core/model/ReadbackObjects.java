package io.readback.core.model;

import org.pcollections.TreePMap;

/** The objects of our own dialect that configure announcements, each kind by name. */
public record ReadbackObjects(
    TreePMap<String, BgpPeerSettings> peerSettings,
    TreePMap<String, BgpDynamicPeers> dynamicPeers) {
  public static final ReadbackObjects EMPTY =
      new ReadbackObjects(TreePMap.empty(), TreePMap.empty());

  ReadbackObjects withPeerSettings(TreePMap<String, BgpPeerSettings> changed) {
    return new ReadbackObjects(changed, dynamicPeers);
  }

  ReadbackObjects withDynamicPeers(TreePMap<String, BgpDynamicPeers> changed) {
    return new ReadbackObjects(peerSettings, changed);
  }
}
