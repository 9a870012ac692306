package io.readback.core.plan;

import io.readback.core.model.BgpAdvertisement;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.Community;
import io.readback.spi.route.ExtendedCommunity;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Attributes of a prefix that several entries announce: communities united, the highest local
 * preference; of settings what makes the route most attractive: the shortest path, the lowest MED
 * (none, where an entry has none), the widest link. A prefix drains when all that announces it
 * does.
 */
final class AttributeUnion {
  /** RFC 8326. */
  static final Community GRACEFUL_SHUTDOWN = Community.of(0xffff, 0);

  private static final long MAX_LOCAL_PREFERENCE = 0xffffffffL;
  private static final long MAX_MED = 0xffffffffL;

  private final boolean carriesLocalPreference;
  private final Map<PathAttributes, Path> paths;

  /** One entry's attributes. */
  record Part(BgpAdvertisement.Attributes attributes, Adjustment adjustment) {}

  /**
   * @param paths all paths made so far, so that equal ones are one object; is added to
   */
  AttributeUnion(boolean carriesLocalPreference, Map<PathAttributes, Path> paths) {
    this.carriesLocalPreference = carriesLocalPreference;
    this.paths = paths;
  }

  /** The one path object with these attributes united; the speaker itself is the next hop. */
  Path path(Collection<Part> parts) {
    List<Part> staying = parts.stream().filter(p -> !p.adjustment().draining()).toList();
    boolean draining = staying.isEmpty();
    Collection<Part> counting = draining ? parts : staying;
    PathAttributes.Builder builder = PathAttributes.builder();
    long preference = -1;
    for (Part part : counting) {
      part.attributes().communities().forEach(builder::community);
      part.attributes().largeCommunities().forEach(builder::largeCommunity);
      preference = Math.max(preference, part.attributes().localPreference().orElse(-1));
    }
    adjust(counting, builder);
    if (draining) {
      builder.community(GRACEFUL_SHUTDOWN).med(MAX_MED);
      preference = 0;
    }
    if (carriesLocalPreference && preference >= 0) {
      builder.localPref(Math.min(preference, MAX_LOCAL_PREFERENCE));
    }
    return paths.computeIfAbsent(builder.build(), Path::self);
  }

  private static void adjust(Collection<Part> parts, PathAttributes.Builder builder) {
    Optional<AsPath> shortest = Optional.empty();
    OptionalLong lowest = OptionalLong.of(MAX_MED);
    Optional<ExtendedCommunity> widest = Optional.empty();
    for (Part part : parts) {
      Adjustment a = part.adjustment();
      a.communities().standard().forEach(builder::community);
      a.communities().large().forEach(builder::largeCommunity);
      a.communities().extended().forEach(builder::extendedCommunity);
      a.communities().ipv6Extended().forEach(builder::ipv6ExtendedCommunity);
      if (shortest.isEmpty() || a.prepended().length() < shortest.get().length()) {
        shortest = Optional.of(a.prepended());
      }
      lowest =
          lowest.isPresent() && a.med().isPresent()
              ? OptionalLong.of(Math.min(lowest.getAsLong(), a.med().getAsLong()))
              : OptionalLong.empty();
      if (a.bandwidth().isPresent() && (widest.isEmpty() || wider(a.bandwidth(), widest))) {
        widest = a.bandwidth();
      }
    }
    shortest.ifPresent(builder::asPath);
    lowest.ifPresent(builder::med);
    widest.ifPresent(builder::extendedCommunity);
  }

  private static boolean wider(Optional<ExtendedCommunity> one, Optional<ExtendedCommunity> other) {
    return rate(one) > rate(other);
  }

  private static double rate(Optional<ExtendedCommunity> community) {
    return community.map(c -> c.linkBandwidth().orElse(0)).orElse(0.0);
  }
}
