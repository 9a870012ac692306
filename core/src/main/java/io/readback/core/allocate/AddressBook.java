package io.readback.core.allocate;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which addresses are free and who holds the others.
 *
 * <p>An address has holders once, also where several ranges contain it: it is taken from the free
 * space of all of them.
 */
final class AddressBook {
  private final PoolSet pools;
  private final Map<IpAddress, List<Holding>> holders = new HashMap<>();
  private final Map<String, TreeSet<IpAddress>> bySharingKey = new HashMap<>();
  private final Map<IpAddress, Set<Holding>> askedInVain = new HashMap<>();
  private final Set<Holding> disturbed = new LinkedHashSet<>();

  AddressBook(PoolSet pools) {
    this.pools = pools;
  }

  PoolSet pools() {
    return pools;
  }

  /** Exchanges what a Service asks for; what it holds stays until it is checked. */
  void rekey(Holding holding, ServiceRequest request) {
    noLongerAsks(holding);
    holding.vips().forEach(vip -> unindex(vip.ip(), holding));
    holding.request(request);
    holding.vips().forEach(vip -> index(vip.ip(), holding));
  }

  /** Takes from a Service what it may no longer hold; says whether there was any. */
  boolean releaseIllegal(Holding holding) {
    List<Vip> had = List.copyOf(holding.vips());
    for (Vip vip : had) {
      if (!mayKeep(holding, vip)) {
        release(holding, vip);
      }
    }
    return holding.vips().size() != had.size();
  }

  private boolean mayKeep(Holding holding, Vip vip) {
    return holding.request().wants(vip.ip())
        && refusal(holding, vip.ip()).isEmpty()
        && pools.containing(vip.ip()).stream()
            .anyMatch(r -> r.pool().name().equals(vip.pool()) && r.serves(holding.request()));
  }

  /** Forgets a Service. */
  void drop(Holding holding) {
    List.copyOf(holding.vips()).forEach(vip -> release(holding, vip));
    noLongerAsks(holding);
  }

  /**
   * Gives an address to a Service that had it before, if that is legal; disabled pools, conflicting
   * pools and reserved addresses are no obstacle then.
   *
   * @param vip with the pool it was in, or an unknown one
   */
  void adopt(Holding holding, Vip vip) {
    ServiceRequest request = holding.request();
    if (holding.holds(vip.ip())
        || !request.wants(vip.ip())
        || refusal(holding, vip.ip()).isPresent()) {
      return;
    }
    PoolRange best = null;
    for (PoolRange range : pools.containing(vip.ip())) {
      if (range.serves(request) && (best == null || rank(range, vip) > rank(best, vip))) {
        best = range;
      }
    }
    if (best != null) {
      give(holding, vip.ip(), best);
    }
  }

  private static int rank(PoolRange range, Vip vip) {
    return range.pool().name().equals(vip.pool()) ? 2 : range.allocating() ? 1 : 0;
  }

  /** False where asking for a waiting Service again can bring nothing, told at little cost. */
  boolean mayHelp(Holding holding) {
    ServiceRequest request = holding.request();
    return !request.addresses().isEmpty()
        || !request.sharingKey().isEmpty()
        || !request.shownInStatus().isEmpty()
        || pools.ranges().stream()
            .anyMatch(
                r ->
                    r.allocating()
                        && !r.free().isFull()
                        && request.families().contains(r.family())
                        && !holding.holds(r.family()));
  }

  /** Gives a Service what it lacks, and sets its condition where that cannot be had. */
  void satisfy(Holding holding) {
    if (!holding.request().addresses().isEmpty()) {
      satisfyAddresses(holding);
      return;
    }
    for (AddressFamily family : AddressFamily.values()) {
      if (holding.request().families().contains(family) && !holding.holds(family)) {
        satisfyFamily(holding, family);
      }
    }
  }

  /** One by one; what is said of the last that cannot be had stands, as in Cilium. */
  private void satisfyAddresses(Holding holding) {
    noLongerAsks(holding);
    for (IpAddress address : holding.request().addresses()) {
      if (!holding.holds(address)) {
        satisfyAddress(holding, address);
      }
      if (!holding.holds(address)) {
        askedInVain.computeIfAbsent(address, a -> new LinkedHashSet<>()).add(holding);
      }
    }
  }

  /**
   * Services that ask for addresses in vain, and whose reason may have become another one since
   * this was asked last.
   */
  List<Holding> disturbed() {
    List<Holding> out = List.copyOf(disturbed);
    disturbed.clear();
    return out;
  }

  private void noLongerAsks(Holding holding) {
    disturbed.remove(holding);
    for (IpAddress address : holding.request().addresses()) {
      Set<Holding> askers = askedInVain.getOrDefault(address, new HashSet<>());
      askers.remove(holding);
      if (askers.isEmpty()) {
        askedInVain.remove(address);
      }
    }
  }

  private void satisfyAddress(Holding holding, IpAddress address) {
    List<PoolRange> ranges = new ArrayList<>(pools.containing(address));
    ranges.removeIf(r -> !r.allocating());
    Optional<PoolRange> range =
        ranges.stream().filter(r -> r.serves(holding.request())).findFirst();
    Optional<String> refusal = refusal(holding, address);
    if (ranges.isEmpty()) {
      holding.condition(
          false, "no_pool", "No pool exists with a CIDR containing '" + address + "'");
    } else if (range.isEmpty()) {
      holding.condition(
          false,
          "pool_selector_mismatch",
          "The pool with the CIDR containing '" + address + "', doesn't select this service");
    } else if (!range.get().reserves(address) && refusal.isEmpty()) {
      give(holding, address, range.get());
    } else if (holding.request().sharingKey().isEmpty()) {
      holding.condition(
          false,
          "already_allocated",
          "The IP '" + address + "' is already allocated to another service");
    } else {
      holding.condition(
          false,
          "already_allocated_incompatible_service",
          "The IP '"
              + address
              + "' is already allocated to an incompatible service. Reason: "
              + refusal.orElse("the pool reserves its first and last address"));
    }
  }

  private void satisfyFamily(Holding holding, AddressFamily family) {
    Optional<IpAddress> shared = shareable(holding, family);
    if (shared.isPresent()) {
      for (PoolRange range : pools.containing(shared.get())) {
        if (range.allocating() && range.serves(holding.request())) {
          give(holding, shared.get(), range);
          return;
        }
      }
    }
    boolean full = false;
    for (PoolRange range : pools.ranges()) {
      if (range.family() != family || !range.allocating() || !range.serves(holding.request())) {
        continue;
      }
      Optional<IpAddress> next = range.free().next();
      if (next.isPresent()) {
        give(holding, next.get(), range);
        return;
      }
      full = true;
    }
    if (full) {
      holding.condition(
          false,
          "out_of_ips",
          "All enabled CiliumLoadBalancerIPPools that match this service ran out of allocatable"
              + " IPs");
    } else {
      holding.condition(
          false,
          "no_pool",
          "There are no enabled CiliumLoadBalancerIPPools that match this service");
    }
  }

  /** The lowest address of the Service's sharing key whose holders all let it in. */
  private Optional<IpAddress> shareable(Holding holding, AddressFamily family) {
    TreeSet<IpAddress> candidates = bySharingKey.get(holding.request().sharingKey());
    if (candidates == null) {
      return Optional.empty();
    }
    return candidates.stream()
        .filter(ip -> ip.family() == family && refusal(holding, ip).isEmpty())
        .filter(
            ip ->
                pools.containing(ip).stream()
                    .anyMatch(r -> r.allocating() && r.serves(holding.request())))
        .findFirst();
  }

  /** Why the holders of an address keep a Service out. */
  private Optional<String> refusal(Holding holding, IpAddress address) {
    for (Holding other : holders.getOrDefault(address, List.of())) {
      if (other != holding) {
        Optional<String> refusal = SharingRules.refusal(other.request(), holding.request());
        if (refusal.isPresent()) {
          return refusal;
        }
      }
    }
    return Optional.empty();
  }

  private void give(Holding holding, IpAddress address, PoolRange range) {
    disturbed.addAll(askedInVain.getOrDefault(address, Set.of()));
    holding.vips().add(new Vip(address, range.pool().name()));
    List<Holding> present = holders.computeIfAbsent(address, a -> new ArrayList<>(1));
    if (present.isEmpty()) {
      pools.containing(address).forEach(r -> r.take(address));
    }
    present.add(holding);
    // In order of name, so that what is said of a refusal does not depend on who came when.
    present.sort(Comparator.comparing(h -> h.request().ref()));
    index(address, holding);
  }

  private void release(Holding holding, Vip vip) {
    disturbed.addAll(askedInVain.getOrDefault(vip.ip(), Set.of()));
    holding.vips().remove(vip);
    unindex(vip.ip(), holding);
    List<Holding> present = holders.getOrDefault(vip.ip(), new ArrayList<>());
    present.remove(holding);
    if (present.isEmpty()) {
      holders.remove(vip.ip());
      pools.containing(vip.ip()).forEach(r -> r.release(vip.ip()));
    }
  }

  private void index(IpAddress address, Holding holding) {
    String key = holding.request().sharingKey();
    if (!key.isEmpty()) {
      bySharingKey.computeIfAbsent(key, k -> new TreeSet<>()).add(address);
    }
  }

  /** Takes an address from a sharing key unless another holder of it has the same key. */
  private void unindex(IpAddress address, Holding holding) {
    String key = holding.request().sharingKey();
    TreeSet<IpAddress> known = bySharingKey.get(key);
    if (known == null
        || holders.getOrDefault(address, List.of()).stream()
            .anyMatch(h -> h != holding && h.request().sharingKey().equals(key))) {
      return;
    }
    known.remove(address);
    if (known.isEmpty()) {
      bySharingKey.remove(key);
    }
  }
}
