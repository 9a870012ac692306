package io.readback.core.plan;

import io.readback.core.model.BgpRouteSettings;
import io.readback.core.model.BgpRouteSettings.Communities;
import io.readback.core.model.BgpRouteSettings.LinkBandwidth;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.Service;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.Community;
import io.readback.spi.route.ExtendedCommunity;
import io.readback.spi.route.Ipv6ExtendedCommunity;
import io.readback.spi.route.LargeCommunity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the BgpRouteSettings of a session come to for one Service: of two for one field the older
 * counts, communities are added up.
 */
final class RouteRules {
  private OptionalInt prepend = OptionalInt.empty();
  private OptionalLong med = OptionalLong.empty();
  private Optional<LinkBandwidth> bandwidth = Optional.empty();
  private final SortedSet<Community> standard = new TreeSet<>();
  private final SortedSet<LargeCommunity> large = new TreeSet<>();
  private final SortedSet<ExtendedCommunity> extended = new TreeSet<>();
  private final SortedSet<Ipv6ExtendedCommunity> ipv6Extended = new TreeSet<>();
  private final List<BgpRouteSettings> draining = new ArrayList<>();
  private final List<Applied> applied = new ArrayList<>();
  private final List<Conflict> conflicts = new ArrayList<>();
  private final List<BgpRouteSettings> selecting = new ArrayList<>();

  /** A thing that was set, and by which object. */
  record Applied(String what, ObjectRef by, Origin origin) {}

  /** The younger of two settings that set a field differently. */
  record Conflict(String field, BgpRouteSettings older, BgpRouteSettings younger) {}

  /**
   * @param settings those that select the session, by age
   */
  RouteRules(List<BgpRouteSettings> settings, Service service) {
    for (BgpRouteSettings s : settings) {
      if (s.selects(service)) {
        take(s);
        selecting.add(s);
      }
    }
  }

  private void take(BgpRouteSettings s) {
    if (s.asPathPrepend().isPresent()) {
      if (prepend.isEmpty()) {
        prepend = s.asPathPrepend();
        note(s, "AS path prepended " + prepend.getAsInt() + " times");
      } else if (!prepend.equals(s.asPathPrepend())) {
        conflict("asPathPrepend", s, o -> o.asPathPrepend().isPresent());
      }
    }
    if (s.med().isPresent()) {
      if (med.isEmpty()) {
        med = s.med();
        note(s, "MED " + med.getAsLong());
      } else if (!med.equals(s.med())) {
        conflict("med", s, o -> o.med().isPresent());
      }
    }
    if (s.linkBandwidth().isPresent()) {
      if (bandwidth.isEmpty()) {
        bandwidth = s.linkBandwidth();
        note(
            s,
            String.format(
                Locale.ROOT,
                "link bandwidth of %.0f octets a second for each endpoint",
                bandwidth.get().perEndpoint()));
      } else if (!bandwidth.equals(s.linkBandwidth())) {
        conflict("linkBandwidth", s, o -> o.linkBandwidth().isPresent());
      }
    }
    Communities c = s.communities();
    standard.addAll(c.standard());
    large.addAll(c.large());
    extended.addAll(c.extended());
    ipv6Extended.addAll(c.ipv6Extended());
    if (!c.isEmpty()) {
      List<Object> all = new ArrayList<>(c.standard());
      all.addAll(c.large());
      all.addAll(c.extended());
      all.addAll(c.ipv6Extended());
      note(s, "communities " + all);
    }
    if (s.drain().isPresent()) {
      draining.add(s);
    }
  }

  /** Which settings say something. */
  private interface Says {
    boolean test(BgpRouteSettings settings);
  }

  private void conflict(String field, BgpRouteSettings younger, Says says) {
    selecting.stream()
        .filter(says::test)
        .findFirst()
        .ifPresent(older -> conflicts.add(new Conflict(field, older, younger)));
  }

  private void note(BgpRouteSettings by, String what) {
    applied.add(new Applied(what, by.ref(), by.origin()));
  }

  /** The settings that drain the Service's routes. */
  List<BgpRouteSettings> draining() {
    return draining;
  }

  Optional<LinkBandwidth> bandwidth() {
    return bandwidth;
  }

  List<Applied> applied() {
    return applied;
  }

  List<Conflict> conflicts() {
    return conflicts;
  }

  /**
   * All but the link bandwidth, which depends on the node.
   *
   * @param external whether the session surely is: only there a path may be longer than it must
   */
  Adjustment adjustment(long localAsn, boolean external, boolean drains) {
    List<Long> asns = external ? Collections.nCopies(prepend.orElse(0), localAsn) : List.of();
    return new Adjustment(
        AsPath.sequence(asns.toArray(Long[]::new)),
        med,
        new Communities(standard, large, extended, ipv6Extended),
        Optional.empty(),
        drains);
  }
}
