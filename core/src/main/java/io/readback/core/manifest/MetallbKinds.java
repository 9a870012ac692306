package io.readback.core.manifest;

import io.readback.core.model.ClusterEdit;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * MetalLB's kinds. MetalLB takes them from the namespace it is installed in alone, and refers to
 * them by name; here every namespace will do, and of two with one name the first has effect.
 */
final class MetallbKinds {
  private static final Set<String> V1BETA1 = Set.of("v1beta1");

  static final List<KnownKind<?>> READ =
      List.of(
          kind(
              V1BETA1,
              "IPAddressPool",
              MetallbPoolReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          kind(
              Set.of("v1beta1", "v1beta2"),
              "BGPPeer",
              MetallbPeerReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          kind(
              V1BETA1,
              "BGPAdvertisement",
              MetallbAdvertisementReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          kind(
              V1BETA1,
              "L2Advertisement",
              MetallbL2AdvertisementReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          kind(
              V1BETA1,
              "BFDProfile",
              MetallbBfdProfileReader::read,
              ClusterEdit::put,
              ClusterEdit::remove),
          kind(
              V1BETA1,
              "Community",
              MetallbCommunityReader::read,
              ClusterEdit::put,
              ClusterEdit::remove));

  private MetallbKinds() {}

  private static <T> KnownKind<T> kind(
      Set<String> versions,
      String kind,
      KnownKind.Reader<T> reader,
      BiConsumer<ClusterEdit, T> put,
      BiConsumer<ClusterEdit, T> remove) {
    return new KnownKind<>("metallb.io", versions, kind, true, true, reader, put, remove);
  }
}
