package io.readback.core.lint;

import io.readback.core.model.AddressPool;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpNodeConfig;
import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.ClusterState;
import io.readback.core.model.L2Policy;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.MetallbL2Advertisement;
import io.readback.core.model.MetallbPeer;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.RouterConfig;
import io.readback.core.model.Service;

/** Names objects of the model as their manifests do. */
final class ObjectRefs {
  private ObjectRefs() {}

  static ObjectRef ref(AddressPool pool) {
    return new ObjectRef("CiliumLoadBalancerIPPool", "", pool.name());
  }

  static ObjectRef ref(MetallbPool pool) {
    return new ObjectRef("IPAddressPool", pool.namespace(), pool.name());
  }

  static ObjectRef ref(MetallbPeer peer) {
    return new ObjectRef("BGPPeer", peer.namespace(), peer.name());
  }

  static ObjectRef ref(MetallbAdvertisement advertisement) {
    return new ObjectRef("BGPAdvertisement", advertisement.namespace(), advertisement.name());
  }

  static ObjectRef ref(MetallbL2Advertisement advertisement) {
    return new ObjectRef("L2Advertisement", advertisement.namespace(), advertisement.name());
  }

  static ObjectRef ref(L2Policy policy) {
    return new ObjectRef("CiliumL2AnnouncementPolicy", "", policy.name());
  }

  static ObjectRef ref(BgpAdvertisement advertisement) {
    return new ObjectRef("CiliumBGPAdvertisement", "", advertisement.name());
  }

  static ObjectRef ref(BgpPeerConfig config) {
    return new ObjectRef("CiliumBGPPeerConfig", "", config.name());
  }

  static ObjectRef ref(BgpClusterConfig config) {
    return new ObjectRef("CiliumBGPClusterConfig", "", config.name());
  }

  static ObjectRef ref(RouterConfig router) {
    return new ObjectRef("Router", "", router.name());
  }

  static ObjectRef ref(Service service) {
    return new ObjectRef("Service", service.ref().namespace(), service.ref().name());
  }

  /** Where an object that makes sessions stands; unknown for others. */
  static Origin origin(ClusterState state, ObjectRef ref) {
    BgpClusterConfig cluster = state.clusterConfigs().get(ref.name());
    if (ref.kind().equals("CiliumBGPClusterConfig") && cluster != null) {
      return cluster.origin();
    }
    MetallbPeer peer = state.metallb().peers().get(ref.name());
    if (ref.kind().equals("BGPPeer") && peer != null) {
      return peer.origin();
    }
    BgpNodeConfig node = state.nodeConfigs().get(ref.name());
    return ref.kind().equals("CiliumBGPNodeConfig") && node != null
        ? node.origin()
        : Origin.UNKNOWN;
  }
}
