package io.readback.core.admission;

import io.readback.core.model.ClusterState;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.MetallbBfdProfile;
import io.readback.core.model.MetallbPeer;
import io.readback.core.model.Problem;
import io.readback.spi.Secret;
import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of MetalLB's BGP objects has effect. MetalLB refuses a whole configuration for one bad
 * object; here that object alone has no effect and the others go on, and a problem says so. Pure;
 * the order in which objects arrived plays no role.
 *
 * @param peers by name: those whose Secret and BFD profile are there and which no other peer
 *     duplicates
 * @param announcements by name of the advertisement
 * @param problems of what has no effect
 */
public record MetallbAdmission(
    SortedMap<String, AdmittedPeer> peers,
    SortedMap<String, Announcement> announcements,
    List<Problem> problems) {
  public MetallbAdmission {
    peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
    announcements = Collections.unmodifiableSortedMap(new TreeMap<>(announcements));
    problems = List.copyOf(problems);
  }

  /**
   * A peer with what it refers to.
   *
   * @param password of the peer itself, or out of its Secret
   * @param bfd without the echo mode where that cannot be
   */
  public record AdmittedPeer(
      MetallbPeer peer, Optional<Secret> password, Optional<MetallbBfdProfile> bfd) {}

  /**
   * An advertisement with what it refers to.
   *
   * @param pools names of those it is for: all it selects, save those for which it must not be
   */
  public record Announcement(
      MetallbAdvertisement advertisement,
      SortedSet<String> pools,
      SortedSet<Community> communities,
      SortedSet<LargeCommunity> largeCommunities) {
    public Announcement {
      pools = Collections.unmodifiableSortedSet(new TreeSet<>(pools));
      communities = Collections.unmodifiableSortedSet(new TreeSet<>(communities));
      largeCommunities = Collections.unmodifiableSortedSet(new TreeSet<>(largeCommunities));
    }
  }

  public static MetallbAdmission of(ClusterState state) {
    List<Problem> problems = new ArrayList<>();
    SortedMap<String, AdmittedPeer> peers = new PeerAdmission(state, problems).admitted();
    SortedMap<String, Announcement> announcements =
        new AnnouncementAdmission(state, problems).admitted();
    SortedMap<String, AdmittedPeer> echoing =
        new EchoMode(state, announcements, problems).of(peers);
    problems.sort(null);
    return new MetallbAdmission(echoing, announcements, problems);
  }
}
