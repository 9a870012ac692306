package io.readback.core.allocate;

import io.readback.core.model.AddressPool;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/** Makes the next version of {@link Allocations} from the one before. */
final class AllocationsEdit {
  private final Allocations from;
  private PMap<ServiceRef, ServiceAllocation> services;
  private PMap<IpAddress, TreePSet<ServiceRef>> holders;
  private SortedMap<String, PoolUsage> pools;
  private final SortedSet<ServiceRef> changed = new TreeSet<>();

  AllocationsEdit(Allocations from) {
    this.from = from;
    services = from.serviceMap();
    holders = from.holderMap();
    pools = from.pools();
  }

  void put(ServiceAllocation allocation) {
    ServiceAllocation before = services.get(allocation.service());
    if (allocation.equals(before)) {
      return;
    }
    changed.add(allocation.service());
    services = services.plus(allocation.service(), allocation);
    rehold(allocation.service(), before == null ? List.of() : before.vips(), allocation.vips());
  }

  void remove(ServiceRef service) {
    ServiceAllocation before = services.get(service);
    if (before != null) {
      changed.add(service);
      services = services.minus(service);
      rehold(service, before.vips(), List.of());
    }
  }

  private void rehold(ServiceRef service, List<Vip> before, List<Vip> after) {
    for (Vip vip : before) {
      TreePSet<ServiceRef> present = holders.get(vip.ip());
      if (present != null) {
        TreePSet<ServiceRef> left = present.minus(service);
        holders = left.isEmpty() ? holders.minus(vip.ip()) : holders.plus(vip.ip(), left);
      }
    }
    for (Vip vip : after) {
      TreePSet<ServiceRef> present = holders.get(vip.ip());
      holders =
          holders.plus(
              vip.ip(), present == null ? TreePSet.singleton(service) : present.plus(service));
    }
  }

  void pools(AddressBook book) {
    SortedMap<String, PoolUsage> usages = new TreeMap<>();
    for (AddressPool pool : book.pools().pools()) {
      usages.put(pool.name(), book.pools().usage(pool));
    }
    if (!usages.equals(pools)) {
      pools = usages;
    }
  }

  Allocations build() {
    return new Allocations(from.version() + 1, services, holders, pools, changed);
  }
}
