package io.readback.core.plan;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.Dialect;
import io.readback.core.model.Service;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.IpAddress;
import java.util.Optional;

/**
 * An address of a Service that may be announced.
 *
 * @param pool of a VIP that was given here
 * @param dialect whose rules announce it
 */
record ServiceAddress(
    IpAddress address,
    BgpAdvertisement.ServiceAddress type,
    Optional<String> pool,
    Dialect dialect) {
  /** The traffic policy that governs this address. */
  TrafficPolicy policy(Service service) {
    return type == BgpAdvertisement.ServiceAddress.CLUSTER_IP
        ? service.internalTrafficPolicy()
        : service.externalTrafficPolicy();
  }
}
