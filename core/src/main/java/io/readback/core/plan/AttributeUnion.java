package io.readback.core.plan;

import io.readback.core.model.BgpAdvertisement;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import java.util.Map;

/**
 * Attributes of a prefix that several entries announce: communities united, the highest local
 * preference.
 */
final class AttributeUnion {
  private static final long MAX_LOCAL_PREFERENCE = 0xffffffffL;

  private final boolean carriesLocalPreference;
  private final Map<PathAttributes, Path> paths;

  /**
   * @param paths all paths made so far, so that equal ones are one object; is added to
   */
  AttributeUnion(boolean carriesLocalPreference, Map<PathAttributes, Path> paths) {
    this.carriesLocalPreference = carriesLocalPreference;
    this.paths = paths;
  }

  /** The one path object with these attributes united; the speaker itself is the next hop. */
  Path path(Iterable<BgpAdvertisement.Attributes> parts) {
    PathAttributes.Builder builder = PathAttributes.builder();
    long preference = -1;
    for (BgpAdvertisement.Attributes part : parts) {
      part.communities().forEach(builder::community);
      part.largeCommunities().forEach(builder::largeCommunity);
      preference = Math.max(preference, part.localPreference().orElse(-1));
    }
    if (carriesLocalPreference && preference >= 0) {
      builder.localPref(Math.min(preference, MAX_LOCAL_PREFERENCE));
    }
    return paths.computeIfAbsent(builder.build(), Path::self);
  }
}
