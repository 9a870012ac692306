package io.readback.core.plan;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Service;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A BGPAdvertisement with its references resolved.
 *
 * @param ipv4Length 1 to 32, of the prefix that is announced for an IPv4 VIP
 * @param ipv6Length 0 to 128
 * @param pools the pools whose VIPs it announces
 * @param serviceSelectors any of which a Service has to match; none: every Service
 */
record MetallbOffer(
    String name,
    int ipv4Length,
    int ipv6Length,
    SortedSet<String> pools,
    List<LabelSelector> serviceSelectors,
    BgpAdvertisement.Attributes attributes) {
  MetallbOffer {
    pools = Collections.unmodifiableSortedSet(new TreeSet<>(pools));
    serviceSelectors = List.copyOf(serviceSelectors);
  }

  boolean selects(Service service) {
    return serviceSelectors.isEmpty()
        || serviceSelectors.stream().anyMatch(s -> s.matches(service.labels()));
  }

  boolean announces(Service service, ServiceAddress vip) {
    return vip.pool().filter(pools::contains).isPresent() && selects(service);
  }

  int length(AddressFamily family) {
    return switch (family) {
      case IPV4 -> ipv4Length;
      case IPV6 -> ipv6Length;
    };
  }

  IpPrefix prefix(IpAddress vip) {
    return IpPrefix.containing(vip, length(vip.family()));
  }

  /**
   * Whether both would give one prefix a local preference of its own. Unset is a preference like
   * any other here.
   */
  boolean contradicts(MetallbOffer other, Service service, ServiceAddress vip) {
    return !attributes.localPreference().equals(other.attributes.localPreference())
        && length(vip.address().family()) == other.length(vip.address().family())
        && announces(service, vip)
        && other.announces(service, vip);
  }
}
