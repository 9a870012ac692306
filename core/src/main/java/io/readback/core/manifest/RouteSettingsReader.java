package io.readback.core.manifest;

import io.readback.core.model.BgpPeerSettings.PeerMatch;
import io.readback.core.model.BgpRouteSettings;
import io.readback.core.model.BgpRouteSettings.Communities;
import io.readback.core.model.BgpRouteSettings.LinkBandwidth;
import io.readback.core.model.Drain;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Origin;
import io.readback.spi.route.Community;
import io.readback.spi.route.ExtendedCommunity;
import io.readback.spi.route.Ipv6ExtendedCommunity;
import io.readback.spi.route.LargeCommunity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/** readback.io/v1alpha1 BgpRouteSettings. */
final class RouteSettingsReader {
  private static final long MAX_32 = 0xffffffffL;

  /** A path of more is refused by many routers. */
  private static final int MOST_PREPENDED = 32;

  /** 8 Tbit/s in octets a second. */
  private static final long MOST_BANDWIDTH = 1_000_000_000_000L;

  private RouteSettingsReader() {}

  /** A selector that is broken leaves the object without effect: it would select too much. */
  static Optional<BgpRouteSettings> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.required("spec").flatMap(ValueReader::object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FieldReader spec = found.get();
    Optional<LabelSelector> services = spec.selector("serviceSelector");
    Optional<LabelSelector> nodes = spec.selector("nodeSelector");
    SortedSet<String> namespaces = new TreeSet<>();
    spec.items("namespaces").forEach(item -> item.text().ifPresent(namespaces::add));
    Optional<List<PeerMatch>> peers = PeerSettingsReader.peers(spec);
    BgpRouteSettings settings =
        new BgpRouteSettings(
            metadata.name(),
            services,
            namespaces,
            nodes,
            peers.orElse(List.of()),
            spec.integer32("asPathPrepend", 0, MOST_PREPENDED),
            spec.integer("med", 0, MAX_32),
            spec.object("communities")
                .map(RouteSettingsReader::communities)
                .orElse(Communities.NONE),
            spec.object("linkBandwidth").flatMap(RouteSettingsReader::linkBandwidth),
            drain(spec),
            metadata.created(),
            origin);
    spec.finish();
    if (spec.has("namespaces") && namespaces.isEmpty()) {
      spec.error("namespaces", "the list names no namespace and selects nothing", "Add one");
    }
    boolean whole =
        services.isPresent() == spec.has("serviceSelector")
            && nodes.isPresent() == spec.has("nodeSelector")
            && namespaces.isEmpty() != spec.has("namespaces")
            && peers.isPresent();
    return whole ? Optional.of(settings) : Optional.empty();
  }

  /** Whether and how to drain: a flag or a duration. */
  static Optional<Drain> drain(FieldReader spec) {
    Optional<ValueReader> value = spec.value("drain");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Optional<Drain.Wish> wish = Drain.parse(value.get().scalar());
    if (wish.isEmpty()) {
      value
          .get()
          .error(
              value.get().quoted() + " is neither a flag nor a duration, nothing is drained",
              Drain.HOW_TO_WRITE);
    }
    return wish.filter(Drain.Wanted.class::isInstance).map(w -> ((Drain.Wanted) w).drain());
  }

  /** A community that cannot be read is left out, the routes go without it. */
  private static Communities communities(FieldReader lists) {
    SortedSet<Community> standard = new TreeSet<>();
    SortedSet<LargeCommunity> large = new TreeSet<>();
    SortedSet<ExtendedCommunity> extended = new TreeSet<>();
    SortedSet<Ipv6ExtendedCommunity> ipv6Extended = new TreeSet<>();
    AttributesReader.lists(lists, standard, large);
    for (ValueReader item : lists.items("extended")) {
      String text = item.text().orElse("");
      Optional<ExtendedCommunity> plain = ExtendedCommunity.parse(text);
      Optional<Ipv6ExtendedCommunity> ipv6 = Ipv6ExtendedCommunity.parse(text);
      plain.ifPresent(extended::add);
      ipv6.ifPresent(ipv6Extended::add);
      if (plain.isEmpty() && ipv6.isEmpty() && !text.isEmpty()) {
        item.error(
            item.quoted() + " is not an extended community, it is left out",
            "Write "
                + ExtendedCommunity.HOW_TO_WRITE
                + "; with an IPv6 address target:[2001:db8::1]:number");
      }
    }
    lists.finish();
    return new Communities(standard, large, extended, ipv6Extended);
  }

  private static Optional<LinkBandwidth> linkBandwidth(FieldReader fields) {
    Optional<ValueReader> written = fields.required("perEndpoint");
    OptionalLong perEndpoint =
        written.isPresent() ? written.get().integer(1, MOST_BANDWIDTH) : OptionalLong.empty();
    boolean transitive = fields.flag("transitive", false);
    fields.finish();
    return perEndpoint.isPresent()
        ? Optional.of(new LinkBandwidth(perEndpoint.getAsLong(), transitive))
        : Optional.empty();
  }
}
