package io.readback.core.plan;

import io.readback.core.model.BgpRouteSettings.Communities;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.ExtendedCommunity;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is done to a route beyond what its advertisement says.
 *
 * @param prepended what stands behind our own AS number
 * @param bandwidth a link bandwidth community
 * @param draining traffic should go elsewhere: the route stays with the least preference
 */
record Adjustment(
    AsPath prepended,
    OptionalLong med,
    Communities communities,
    Optional<ExtendedCommunity> bandwidth,
    boolean draining) {
  static final Adjustment NONE =
      new Adjustment(AsPath.EMPTY, OptionalLong.empty(), Communities.NONE, Optional.empty(), false);

  static final Adjustment DRAINING =
      new Adjustment(AsPath.EMPTY, OptionalLong.empty(), Communities.NONE, Optional.empty(), true);

  Adjustment with(ExtendedCommunity linkBandwidth) {
    return new Adjustment(prepended, med, communities, Optional.of(linkBandwidth), draining);
  }
}
