package io.readback.core.admission;

import io.readback.core.admission.MetallbAdmission.Announcement;
import io.readback.core.model.AddressBlock;
import io.readback.core.model.ClusterState;
import io.readback.core.model.CommunityValue;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.MetallbCommunity;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which advertisements have effect, for which pools. What is wrong between an advertisement and a
 * pool, or between two advertisements in a pool, leaves the advertisement (of two the later one)
 * without effect in that pool; the routes of other pools stay as they are.
 */
final class AnnouncementAdmission {
  private static final Comparator<MetallbAdvertisement> AGE =
      Comparator.<MetallbAdvertisement, Instant>comparing(a -> a.created().orElse(Instant.MAX))
          .thenComparing(MetallbAdvertisement::name);
  private static final Comparator<MetallbCommunity> COMMUNITY_AGE =
      Comparator.<MetallbCommunity, Instant>comparing(c -> c.created().orElse(Instant.MAX))
          .thenComparing(MetallbCommunity::name);

  private final ClusterState state;
  private final List<Problem> problems;

  AnnouncementAdmission(ClusterState state, List<Problem> problems) {
    this.state = state;
    this.problems = problems;
  }

  SortedMap<String, Announcement> admitted() {
    SortedMap<String, CommunityValue> aliases = aliases();
    List<MetallbAdvertisement> byAge = new ArrayList<>(state.metallb().advertisements().values());
    byAge.sort(AGE);
    SortedMap<String, Announcement> out = new TreeMap<>();
    for (MetallbAdvertisement advertisement : byAge) {
      SortedSet<Community> communities = new TreeSet<>();
      SortedSet<LargeCommunity> large = new TreeSet<>();
      if (communities(advertisement, aliases, communities, large)) {
        SortedSet<String> pools = new TreeSet<>();
        for (MetallbPool pool : state.metallb().pools().values()) {
          if (advertisement.selects(pool) && mayAnnounce(advertisement, pool, out)) {
            pools.add(pool.name());
          }
        }
        out.put(advertisement.name(), new Announcement(advertisement, pools, communities, large));
      }
    }
    return out;
  }

  private SortedMap<String, CommunityValue> aliases() {
    List<MetallbCommunity> byAge = new ArrayList<>(state.metallb().communities().values());
    byAge.sort(COMMUNITY_AGE);
    SortedMap<String, CommunityValue> out = new TreeMap<>();
    for (MetallbCommunity object : byAge) {
      for (MetallbCommunity.Alias alias : object.aliases()) {
        Optional<CommunityValue> value = CommunityValue.parse(alias.value());
        if (value.isPresent() && out.putIfAbsent(alias.name(), value.get()) != null) {
          report(
              ProblemCode.ADVERTISEMENT,
              new ObjectRef("Community", object.namespace(), object.name()),
              alias.origin(),
              "spec.communities",
              "the alias '" + alias.name() + "' is defined already, this one has no effect",
              "Give each alias its own name");
        }
      }
    }
    return out;
  }

  /** Without one of its communities a route might reach where it must not, so it stays away. */
  private boolean communities(
      MetallbAdvertisement advertisement,
      SortedMap<String, CommunityValue> aliases,
      SortedSet<Community> communities,
      SortedSet<LargeCommunity> large) {
    boolean all = true;
    for (String text : advertisement.communities()) {
      Optional<CommunityValue> value =
          Optional.ofNullable(aliases.get(text)).or(() -> CommunityValue.parse(text));
      if (value.isEmpty()) {
        all = false;
        report(
            text.contains(":") ? ProblemCode.BAD_VALUE : ProblemCode.UNKNOWN_REFERENCE,
            advertisement,
            "spec.communities",
            "'" + text + "' is neither a community nor an alias, the object has no effect",
            text.contains(":") ? CommunityValue.HOW_TO_WRITE : "Add a Community with this alias");
      } else if (value.get() instanceof CommunityValue.Standard standard) {
        communities.add(standard.community());
      } else if (value.get() instanceof CommunityValue.Large wide) {
        large.add(wide.community());
      }
    }
    return all;
  }

  private boolean mayAnnounce(
      MetallbAdvertisement advertisement, MetallbPool pool, SortedMap<String, Announcement> older) {
    for (AddressBlock block : pool.blocks()) {
      boolean ipv4 = block.start().family() == AddressFamily.IPV4;
      int length =
          ipv4 ? advertisement.aggregationLengthIpv4() : advertisement.aggregationLengthIpv6();
      int shortest = shortestPrefix(block);
      if (length < shortest) {
        report(
            ProblemCode.AGGREGATE_COVERS_OTHERS,
            advertisement,
            ipv4 ? "spec.aggregationLength" : "spec.aggregationLengthV6",
            "the length "
                + length
                + " is shorter than the prefix /"
                + shortest
                + " in "
                + block
                + " of pool "
                + pool.name()
                + ", the object has no effect for this pool",
            "Use a length of " + shortest + " or more, or select pools by ipAddressPools");
        return false;
      }
    }
    if (!advertisement.serviceSelectors().isEmpty()) {
      return true;
    }
    for (Announcement other : older.values()) {
      if (other.pools().contains(pool.name())
          && other.advertisement().serviceSelectors().isEmpty()
          && LocalPreferences.clash(
              advertisement, other.advertisement(), pool, state.nodes().values())) {
        report(
            ProblemCode.LOCAL_PREFERENCES_DIFFER,
            advertisement,
            "spec.localPref",
            "advertisement "
                + other.advertisement().name()
                + " announces the same routes of pool "
                + pool.name()
                + " with another local preference, this one has no effect for this pool",
            "Give both one localPref, or select other nodes, peers or pools");
        return false;
      }
    }
    return true;
  }

  /** The length of the largest prefix that lies within the block. */
  private static int shortestPrefix(AddressBlock block) {
    int longest = block.start().family().bits();
    for (int length = 0; length < longest; length++) {
      IpPrefix first = IpPrefix.containing(block.start(), length);
      if (!first.network().equals(block.start())) {
        if (first.last().compareTo(block.stop()) >= 0) {
          continue;
        }
        first = IpPrefix.containing(first.last().next(), length);
      }
      if (first.last().compareTo(block.stop()) <= 0) {
        return length;
      }
    }
    return longest;
  }

  private void report(
      ProblemCode code,
      MetallbAdvertisement advertisement,
      String field,
      String message,
      String remedy) {
    report(
        code,
        new ObjectRef("BGPAdvertisement", advertisement.namespace(), advertisement.name()),
        advertisement.origin(),
        field,
        message,
        remedy);
  }

  private void report(
      ProblemCode code,
      ObjectRef object,
      Origin origin,
      String field,
      String message,
      String remedy) {
    problems.add(
        new Problem(code, Severity.ERROR, Optional.of(object), origin, field, message, remedy));
  }
}
