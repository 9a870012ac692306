package io.readback.core.model;

import io.readback.core.model.BgpPeerSettings.PeerMatch;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.Community;
import io.readback.spi.route.ExtendedCommunity;
import io.readback.spi.route.Ipv6ExtendedCommunity;
import io.readback.spi.route.LargeCommunity;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Settings of the routes of Services that neither dialect has ({@code readback.io/v1alpha1}
 * BgpRouteSettings). For Services and sessions of either dialect.
 *
 * @param services by their labels; empty: all
 * @param namespaces of the Services; none: all
 * @param nodes which nodes; empty: all
 * @param peers any of which a session has to match; none: every session
 * @param asPathPrepend how many times more our AS number stands in AS_PATH, on external sessions
 * @param med 0 to 4294967295
 * @param drain takes the routes away gently
 */
public record BgpRouteSettings(
    String name,
    Optional<LabelSelector> services,
    SortedSet<String> namespaces,
    Optional<LabelSelector> nodes,
    List<PeerMatch> peers,
    OptionalInt asPathPrepend,
    OptionalLong med,
    Communities communities,
    Optional<LinkBandwidth> linkBandwidth,
    Optional<Drain> drain,
    Optional<Instant> created,
    Origin origin) {
  /** The older first; those without a time by name, after all others. */
  public static final Comparator<BgpRouteSettings> BY_AGE =
      Comparator.<BgpRouteSettings, Instant>comparing(s -> s.created().orElse(Instant.MAX))
          .thenComparing(BgpRouteSettings::name);

  public BgpRouteSettings {
    namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
    peers = List.copyOf(peers);
  }

  /** Communities to add. */
  public record Communities(
      SortedSet<Community> standard,
      SortedSet<LargeCommunity> large,
      SortedSet<ExtendedCommunity> extended,
      SortedSet<Ipv6ExtendedCommunity> ipv6Extended) {
    public static final Communities NONE =
        new Communities(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

    public Communities {
      standard = Collections.unmodifiableSortedSet(new TreeSet<>(standard));
      large = Collections.unmodifiableSortedSet(new TreeSet<>(large));
      extended = Collections.unmodifiableSortedSet(new TreeSet<>(extended));
      ipv6Extended = Collections.unmodifiableSortedSet(new TreeSet<>(ipv6Extended));
    }

    public boolean isEmpty() {
      return standard.isEmpty() && large.isEmpty() && extended.isEmpty() && ipv6Extended.isEmpty();
    }
  }

  /**
   * The link bandwidth community, in proportion to the endpoints on a node.
   *
   * @param perEndpoint octets a second
   * @param transitive which of the two forms
   */
  public record LinkBandwidth(float perEndpoint, boolean transitive) {}

  public boolean selects(Service service) {
    return (namespaces.isEmpty() || namespaces.contains(service.ref().namespace()))
        && services.map(s -> s.matches(service.labels())).orElse(true);
  }

  /**
   * Whether a session is selected.
   *
   * @param node the labels of the node
   * @param address the peer's; empty where it is not known before the session
   */
  public boolean selects(Labels node, String instance, String peer, Optional<IpAddress> address) {
    return nodes.map(selector -> selector.matches(node)).orElse(true)
        && (peers.isEmpty() || peers.stream().anyMatch(p -> p.matches(instance, peer, address)));
  }

  public ObjectRef ref() {
    return new ObjectRef("BgpRouteSettings", "", name);
  }
}
