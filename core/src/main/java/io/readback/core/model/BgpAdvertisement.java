package io.readback.core.model;

import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What may be announced, selected by peer configurations through its labels
 * (CiliumBGPAdvertisement).
 */
public record BgpAdvertisement(String name, Labels labels, List<Entry> entries, Origin origin) {
  public BgpAdvertisement {
    entries = List.copyOf(entries);
  }

  /** What sort of prefixes an entry announces. */
  public enum Type {
    POD_CIDR,
    SERVICE,
    POD_IP_POOL,
    INTERFACE
  }

  /** Which addresses of a Service. */
  public enum ServiceAddress {
    LOAD_BALANCER_IP,
    CLUSTER_IP,
    EXTERNAL_IP
  }

  /**
   * One of {@code spec.advertisements}.
   *
   * @param selector which Services (or pod pools); empty: none at all. POD_CIDR and INTERFACE do
   *     not use it
   * @param serviceAddresses for SERVICE
   * @param aggregationLengthIpv4 0 to 31; empty: the exact address
   * @param aggregationLengthIpv6 0 to 127; empty: the exact address
   * @param interfaceName for INTERFACE
   */
  public record Entry(
      Type type,
      Optional<LabelSelector> selector,
      SortedSet<ServiceAddress> serviceAddresses,
      OptionalInt aggregationLengthIpv4,
      OptionalInt aggregationLengthIpv6,
      Optional<String> interfaceName,
      Attributes attributes,
      Origin origin) {
    public Entry {
      serviceAddresses =
          java.util.Collections.unmodifiableSortedSet(new TreeSet<>(serviceAddresses));
    }
  }

  /**
   * Path attributes of an entry.
   *
   * @param communities standard and well-known ones
   * @param localPreference on internal sessions only
   */
  public record Attributes(
      SortedSet<Community> communities,
      SortedSet<LargeCommunity> largeCommunities,
      OptionalLong localPreference) {
    public static final Attributes NONE =
        new Attributes(new TreeSet<>(), new TreeSet<>(), OptionalLong.empty());

    public Attributes {
      communities = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(communities));
      largeCommunities =
          java.util.Collections.unmodifiableSortedSet(new TreeSet<>(largeCommunities));
    }
  }
}
