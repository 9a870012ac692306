package io.readback.bgp.session;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.TargetId;

/** Which received routes count as accepted. Called on the speaker's thread. */
@FunctionalInterface
public interface ImportPolicy {
  /** Every route. */
  ImportPolicy ALL = (peer, prefix) -> true;

  boolean accepts(TargetId peer, IpPrefix prefix);
}
