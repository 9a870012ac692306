package io.readback.core.manifest;

import io.readback.core.model.ClusterEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kinds that are read. */
final class Kinds {
  private static final Set<String> CILIUM = Set.of("v2", "v2alpha1");

  private static final List<KnownKind<?>> READ =
      List.of(
          new KnownKind<>(
              "",
              Set.of("v1"),
              "Service",
              true,
              ServiceReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "",
              Set.of("v1"),
              "Node",
              false,
              NodeReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "",
              Set.of("v1"),
              "Namespace",
              false,
              NamespaceReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "",
              Set.of("v1"),
              "Secret",
              true,
              SecretReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "discovery.k8s.io",
              Set.of("v1"),
              "EndpointSlice",
              true,
              EndpointSliceReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "cilium.io",
              CILIUM,
              "CiliumLoadBalancerIPPool",
              false,
              PoolReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "cilium.io",
              CILIUM,
              "CiliumBGPAdvertisement",
              false,
              AdvertisementReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "cilium.io",
              CILIUM,
              "CiliumBGPPeerConfig",
              false,
              PeerConfigReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "cilium.io",
              CILIUM,
              "CiliumBGPClusterConfig",
              false,
              ClusterConfigReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "cilium.io",
              CILIUM,
              "CiliumBGPNodeConfig",
              false,
              NodeConfigReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "cilium.io",
              CILIUM,
              "CiliumBGPNodeConfigOverride",
              false,
              NodeOverrideReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "cilium.io",
              CILIUM,
              "CiliumNode",
              false,
              NodeNetworkReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "cilium.io",
              CILIUM,
              "CiliumPodIPPool",
              false,
              PodIpPoolReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "cilium.io",
              Set.of("v2alpha1"),
              "CiliumL2AnnouncementPolicy",
              false,
              L2PolicyReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "readback.io",
              Set.of("v1alpha1"),
              "Router",
              false,
              RouterReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "readback.io",
              Set.of("v1alpha1"),
              "BgpDynamicPeers",
              false,
              DynamicPeersReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "readback.io",
              Set.of("v1alpha1"),
              "BgpRouteSettings",
              false,
              RouteSettingsReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "readback.io",
              Set.of("v1alpha1"),
              "BgpPeerSettings",
              false,
              PeerSettingsReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          new KnownKind<>(
              "readback.io",
              Set.of("v1alpha1"),
              "KernelRoutes",
              false,
              KernelRoutesReader::read,
              ClusterEdit::put,
              ClusterEdit::remove));

  private static final SortedMap<String, KnownKind<?>> BY_NAME = new TreeMap<>();

  static {
    READ.forEach(kind -> BY_NAME.put(kind.group() + "/" + kind.kind(), kind));
    MetallbKinds.READ.forEach(kind -> BY_NAME.put(kind.group() + "/" + kind.kind(), kind));
  }

  private Kinds() {}

  static Optional<KnownKind<?>> find(String group, String kind) {
    return Optional.ofNullable(BY_NAME.get(group + "/" + kind));
  }

  /** The kind that was probably meant: of the same group, or of the same name in another one. */
  static Optional<String> nearest(String group, String kind) {
    for (KnownKind<?> known : BY_NAME.values()) {
      if (known.kind().equals(kind)) {
        String version = known.versions().stream().min(String::compareTo).orElseThrow();
        String prefix = known.group().isEmpty() ? "" : known.group() + "/";
        return known.group().isEmpty() && !group.isEmpty()
            ? Optional.empty()
            : Optional.of("apiVersion " + prefix + version);
      }
    }
    List<String> names = new ArrayList<>();
    for (KnownKind<?> known : BY_NAME.values()) {
      if (known.group().equals(group)) {
        names.add(known.kind());
      }
    }
    return group.isEmpty() ? Optional.empty() : NearestName.of(kind, names);
  }
}
