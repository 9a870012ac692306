package io.readback.core.plan;

import io.readback.core.model.BgpAdvertisement;
import io.readback.spi.net.IpPrefix;

/** One owner's reason to announce a prefix: one advertisement entry that matches one address. */
record Contribution(IpPrefix prefix, Reach reach, BgpAdvertisement.Attributes attributes) {}
