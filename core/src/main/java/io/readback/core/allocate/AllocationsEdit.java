package io.readback.core.allocate;

import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/** Makes the next version of {@link Allocations} from the one before. */
final class AllocationsEdit {
  private final Allocations from;
  private final Function<ServiceRef, Optional<Condition>> notes;
  private PMap<ServiceRef, ServiceAllocation> services;
  private PMap<IpAddress, TreePSet<ServiceRef>> holders;
  private SortedMap<String, PoolUsage> pools;
  private final SortedSet<ServiceRef> changed = new TreeSet<>();

  /**
   * @param notes what is to be said of a Service besides what its dialect says
   */
  AllocationsEdit(Allocations from, Function<ServiceRef, Optional<Condition>> notes) {
    this.from = from;
    this.notes = notes;
    services = from.serviceMap();
    holders = from.holderMap();
    pools = from.pools();
  }

  void put(ServiceAllocation ofDialect) {
    ServiceAllocation allocation = noted(ofDialect);
    ServiceAllocation before = services.get(allocation.service());
    if (allocation.equals(before)) {
      return;
    }
    changed.add(allocation.service());
    services = services.plus(allocation.service(), allocation);
    rehold(allocation.service(), before == null ? List.of() : before.vips(), allocation.vips());
  }

  /** Says what is to be said now of a Service that its dialect leaves as it is. */
  void renote(ServiceRef service) {
    ServiceAllocation present = services.get(service);
    if (present != null) {
      put(present);
    }
  }

  private ServiceAllocation noted(ServiceAllocation allocation) {
    Optional<Condition> note = notes.apply(allocation.service());
    if (note.isEmpty()
        && allocation.conditions().stream().noneMatch(c -> c.type().equals(Ownership.CONFLICT))) {
      return allocation;
    }
    List<Condition> conditions = new ArrayList<>(allocation.conditions());
    conditions.removeIf(c -> c.type().equals(Ownership.CONFLICT));
    note.ifPresent(conditions::add);
    return new ServiceAllocation(
        allocation.service(), allocation.dialect(), allocation.vips(), conditions);
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

  void pools(List<PoolUsage> usages) {
    SortedMap<String, PoolUsage> byName = new TreeMap<>();
    for (PoolUsage usage : usages) {
      if (byName.putIfAbsent(usage.name(), usage) != null) {
        byName.put(usage.dialect() + "/" + usage.name(), usage);
      }
    }
    if (!byName.equals(pools)) {
      pools = byName;
    }
  }

  Allocations build() {
    return new Allocations(from.version() + 1, services, holders, pools, changed);
  }
}
