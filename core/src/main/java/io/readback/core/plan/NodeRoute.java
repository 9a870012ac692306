package io.readback.core.plan;

import io.readback.core.model.BgpAdvertisement;
import io.readback.spi.net.IpPrefix;

/**
 * A route that a node announces of its own, whatever Services there are.
 *
 * @param kind why it is announced, as a part of a policy's name: {@code PodCIDR}, {@code
 *     CiliumPodIPPool-red}, {@code Interface}
 */
record NodeRoute(
    String kind, IpPrefix prefix, BgpAdvertisement.Attributes attributes, Adjustment adjustment) {
  /** As the advertisement says. */
  NodeRoute(String kind, IpPrefix prefix, BgpAdvertisement.Attributes attributes) {
    this(kind, prefix, attributes, Adjustment.NONE);
  }
}
