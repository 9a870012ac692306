package io.readback.core.allocate;

import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/**
 * Who holds which VIP at one moment. Immutable; versions share structure, so keeping many of them
 * is cheap.
 */
public final class Allocations {
  /** Nothing allocated. */
  public static final Allocations EMPTY =
      new Allocations(
          0,
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          Collections.emptySortedMap(),
          Collections.emptySortedSet());

  private final long version;
  private final PMap<ServiceRef, ServiceAllocation> services;
  private final PMap<IpAddress, TreePSet<ServiceRef>> holders;
  private final SortedMap<String, PoolUsage> pools;
  private final SortedSet<ServiceRef> changed;

  Allocations(
      long version,
      PMap<ServiceRef, ServiceAllocation> services,
      PMap<IpAddress, TreePSet<ServiceRef>> holders,
      SortedMap<String, PoolUsage> pools,
      SortedSet<ServiceRef> changed) {
    this.version = version;
    this.services = services;
    this.holders = holders;
    this.pools = Collections.unmodifiableSortedMap(pools);
    this.changed = Collections.unmodifiableSortedSet(changed);
  }

  /** Grows by one with each answer of an allocator; 0 is the empty state before the first. */
  public long version() {
    return version;
  }

  /** Services whose VIPs or conditions differ from the version before this one. */
  public SortedSet<ServiceRef> changed() {
    return changed;
  }

  /** What the Service has got; empty where no pool's dialect is responsible for it. */
  public Optional<ServiceAllocation> get(ServiceRef service) {
    return Optional.ofNullable(services.get(service));
  }

  /** All of them, in no particular order. */
  public Map<ServiceRef, ServiceAllocation> services() {
    return services;
  }

  /** The Services that hold an address: more than one where they share it. */
  public SortedSet<ServiceRef> holders(IpAddress address) {
    TreePSet<ServiceRef> found = holders.get(address);
    return found == null ? Collections.emptySortedSet() : Collections.unmodifiableSortedSet(found);
  }

  /**
   * All pools by name. Where pools of both dialects have one name, MetalLB's is the one under
   * {@code metallb/NAME}.
   */
  public SortedMap<String, PoolUsage> pools() {
    return pools;
  }

  /** The VIPs to remember over a restart, in the form an allocator is seeded with. */
  public SortedMap<ServiceRef, List<Vip>> assignments() {
    SortedMap<ServiceRef, List<Vip>> out = new TreeMap<>();
    services.forEach(
        (ref, a) -> {
          if (!a.vips().isEmpty()) {
            out.put(ref, a.vips());
          }
        });
    return out;
  }

  PMap<ServiceRef, ServiceAllocation> serviceMap() {
    return services;
  }

  PMap<IpAddress, TreePSet<ServiceRef>> holderMap() {
    return holders;
  }
}
