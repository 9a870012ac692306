package io.readback.core.plan;

import io.readback.core.model.BgpAdvertisement;
import io.readback.spi.net.IpPrefix;
import java.util.Optional;
import java.util.SortedSet;

/** One owner's reason to announce a prefix: one advertisement entry that matches one address. */
record Contribution(
    IpPrefix prefix, Reach reach, BgpAdvertisement.Attributes attributes, Adjustment adjustment) {
  /** As the advertisement says. */
  Contribution(IpPrefix prefix, Reach reach, BgpAdvertisement.Attributes attributes) {
    this(prefix, reach, attributes, Adjustment.NONE);
  }

  /** What is left of it on these nodes. */
  Optional<Contribution> among(SortedSet<String> members) {
    Reach left = reach.within(members);
    return left.isNowhere()
        ? Optional.empty()
        : Optional.of(new Contribution(prefix, left, attributes, adjustment));
  }
}
