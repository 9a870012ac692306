package io.readback.bgp.rib;

import io.readback.spi.route.Community;
import io.readback.spi.route.PathAttributes;

/** Which routes may outlive the restart time of their peer (RFC 9494). */
final class LongLived {
  /** NO_LLGR. */
  private static final Community NEVER = Community.of(65535, 7);

  private LongLived() {}

  static boolean allows(PathAttributes attributes) {
    return !attributes.communities().contains(NEVER);
  }
}
