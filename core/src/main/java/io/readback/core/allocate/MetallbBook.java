package io.readback.core.allocate;

import io.readback.core.allocate.MetallbRequest.SharingKey;
import io.readback.core.model.ClusterState;
import io.readback.core.model.MetallbPool;
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
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which addresses of MetalLB's pools are free, who holds the others, and who may have which.
 *
 * <p>Longer than most classes: what is free and what is legal decide each other in every step.
 */
final class MetallbBook {
  private final TreeMap<String, MetallbSpace> pools = new TreeMap<>();
  private final Map<IpAddress, List<MetallbHolding>> holders = new HashMap<>();
  private final Map<SharingKey, TreeSet<IpAddress>> shared = new HashMap<>();
  private final Map<IpAddress, Set<MetallbHolding>> askedInVain = new HashMap<>();
  private final Set<MetallbHolding> disturbed = new LinkedHashSet<>();
  private boolean released;

  MetallbBook(ClusterState state, PoolOverlaps overlaps) {
    for (MetallbPool pool : state.metallb().pools().values()) {
      pools.put(
          pool.name(),
          new MetallbSpace(
              pool, Optional.ofNullable(overlaps.metallb().get(pool.name())), state.namespaces()));
    }
  }

  boolean isEmpty() {
    return pools.isEmpty();
  }

  List<PoolUsage> usages() {
    return pools.values().stream().map(MetallbSpace::usage).toList();
  }

  /** Exchanges what a Service asks for; what it holds stays until it is reviewed. */
  void rekey(MetallbHolding holding, MetallbRequest request) {
    noLongerAsks(holding);
    holding.vips().forEach(vip -> unindex(vip.ip(), holding));
    holding.request(request);
    holding.vips().forEach(vip -> index(vip.ip(), holding));
  }

  /** Gives a Service what it had before where that is legal, in whichever pool it is by now. */
  void adopt(MetallbHolding holding, List<Vip> had) {
    MetallbRequest request = holding.request();
    for (Vip vip : had) {
      Optional<MetallbSpace> pool = holdingPool(List.of(vip.ip()), vip.pool());
      if (pool.isPresent()
          && request.families().contains(vip.ip().family())
          && !holding.holds(vip.ip().family())
          && refusal(holding, vip.ip()).isEmpty()) {
        give(holding, vip.ip(), pool.get());
      }
    }
    review(holding);
  }

  /** Takes from a Service what it may no longer hold; says whether there was any. */
  boolean review(MetallbHolding holding) {
    int before = holding.vips().size();
    MetallbRequest request = holding.request();
    List.copyOf(holding.vips()).stream()
        .filter(vip -> !request.families().contains(vip.ip().family()))
        .forEach(vip -> release(holding, vip));
    if (holding.vips().isEmpty()) {
      return before > 0;
    }
    Optional<MetallbSpace> pool = commonPool(holding);
    boolean legal =
        request.impossible().isEmpty()
            && pool.isPresent()
            && pool.get().serves(request)
            && holding.addresses().stream().allMatch(ip -> refusal(holding, ip).isEmpty())
            && (request.pool().isEmpty() || request.pool().equals(pool.get().name()))
            && (request.addresses().isEmpty()
                || new HashSet<>(request.addresses()).equals(new HashSet<>(holding.addresses())));
    if (!legal) {
      releaseAll(holding);
    } else {
      holding.vips().replaceAll(vip -> new Vip(vip.ip(), pool.get().name()));
    }
    return holding.vips().size() != before;
  }

  /** A pool with all addresses; a Service that prefers two families may fall back to one. */
  private Optional<MetallbSpace> commonPool(MetallbHolding holding) {
    String name = holding.vips().get(0).pool();
    Optional<MetallbSpace> pool = holdingPool(holding.addresses(), name);
    if (pool.isPresent() || holding.vips().size() == 1 || !holding.request().prefersDualStack()) {
      return pool;
    }
    List<Vip> primaryFirst = new ArrayList<>(holding.vips());
    primaryFirst.sort(
        Comparator.comparing(vip -> vip.ip().family() != holding.request().primary()));
    for (Vip vip : primaryFirst) {
      pool = holdingPool(List.of(vip.ip()), vip.pool());
      if (pool.isPresent()) {
        primaryFirst.stream().filter(v -> v != vip).forEach(v -> release(holding, v));
        return pool;
      }
    }
    return pool;
  }

  /** The pool that has all these addresses: the one named if it does, else one that allocates. */
  private Optional<MetallbSpace> holdingPool(List<IpAddress> addresses, String named) {
    MetallbSpace first = pools.get(named);
    if (first != null && addresses.stream().allMatch(first::contains)) {
      return Optional.of(first);
    }
    return pools.values().stream()
        .filter(pool -> addresses.stream().allMatch(pool::contains))
        .min(Comparator.comparing(pool -> !pool.allocating()));
  }

  /** False where asking for a waiting Service again can bring nothing, told at little cost. */
  boolean mayHelp(MetallbHolding holding) {
    MetallbRequest request = holding.request();
    if (request.impossible().isPresent() || request.invalid().isPresent()) {
      return false;
    }
    return !request.addresses().isEmpty()
        || !request.sharing().key().isEmpty()
        || holding.missing().stream().anyMatch(this::hasFree);
  }

  private boolean hasFree(AddressFamily family) {
    return pools.values().stream()
        .filter(MetallbSpace::allocating)
        .flatMap(pool -> pool.ranges().stream())
        .anyMatch(r -> r.block().start().family() == family && !r.free().isFull());
  }

  /** Gives a Service what it lacks, and sets its conditions. */
  void satisfy(MetallbHolding holding) {
    MetallbRequest request = holding.request();
    if (request.impossible().isPresent()) {
      holding.failed("ClearAssignment", request.impossible().get());
      return;
    }
    if (isEmpty()) {
      holding.failed("ClearAssignment", "there is no address pool any more");
      return;
    }
    if (!holding.vips().isEmpty() && request.invalid().isPresent()) {
      holding.failed(
          "LoadBalancerFailed", "invalid requested loadbalancer IPs: " + request.invalid().get());
      return;
    }
    if (!holding.vips().isEmpty() && !holding.missing().isEmpty()) {
      Optional<String> failure = addFamily(holding);
      if (failure.isPresent() && request.prefersDualStack()) {
        holding.lacksOne(failure.get());
        return;
      }
      if (failure.isPresent()) {
        releaseAll(holding);
        released = true;
      }
    }
    Optional<String> failure = holding.vips().isEmpty() ? allocate(holding) : Optional.empty();
    noLongerAsks(holding);
    if (failure.isPresent()) {
      asksInVain(holding);
      holding.failed(
          "AllocationFailed",
          "Failed to allocate IP for \"" + request.ref() + "\": " + failure.get());
    } else if (!holding.missing().isEmpty()) {
      addFamily(holding).ifPresent(holding::lacksOne);
    }
  }

  /** The missing family out of the pool that the other is from. */
  private Optional<String> addFamily(MetallbHolding holding) {
    MetallbSpace pool = pools.get(holding.vips().get(0).pool());
    AddressFamily family = holding.missing().iterator().next();
    Optional<IpAddress> address =
        pool == null || !pool.allocating() ? Optional.empty() : firstFit(pool, holding, family);
    if (pool == null || address.isEmpty()) {
      return Optional.of(
          "no available IPs in pool "
              + holding.vips().get(0).pool()
              + " for "
              + family
              + " IPFamily");
    }
    give(holding, address.get(), pool);
    return Optional.empty();
  }

  /** Why nothing could be given; empty when something was. */
  private Optional<String> allocate(MetallbHolding holding) {
    MetallbRequest request = holding.request();
    if (request.invalid().isPresent()) {
      return request.invalid();
    }
    if (!request.addresses().isEmpty()) {
      return allocateAddresses(holding);
    }
    if (!request.pool().isEmpty()) {
      return allocateFromPool(holding);
    }
    List<MetallbSpace> pinned = new ArrayList<>();
    List<MetallbSpace> others = new ArrayList<>();
    for (MetallbSpace pool : pools.values()) {
      if (pool.autoAssign() && pool.allocating() && pool.serves(request)) {
        (pool.isPinned() ? pinned : others).add(pool);
      }
    }
    pinned.sort(Comparator.comparingInt(MetallbSpace::priority).thenComparing(MetallbSpace::name));
    return allocateFrom(pinned, holding) || allocateFrom(others, holding)
        ? Optional.empty()
        : Optional.of("no available IPs");
  }

  private Optional<String> allocateAddresses(MetallbHolding holding) {
    MetallbRequest request = holding.request();
    List<IpAddress> wanted = request.addresses();
    String list = MetallbHolding.quoted(wanted);
    HashSet<AddressFamily> families = new HashSet<>();
    wanted.forEach(ip -> families.add(ip.family()));
    if (!families.equals(request.families())) {
      return Optional.of(
          "requested loadBalancer IP(s) " + list + " does not match the ipFamily of the service");
    }
    Optional<MetallbSpace> found = holdingPool(wanted, "").filter(MetallbSpace::allocating);
    if (found.isEmpty()) {
      return Optional.of(list + " is not allowed in config");
    }
    MetallbSpace pool = found.get();
    if (!pool.serves(request)) {
      return Optional.of("pool " + pool.name() + " not compatible for ip assignment");
    }
    for (IpAddress address : wanted) {
      Optional<String> refusal = refusal(holding, address);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    if (!request.pool().isEmpty() && !request.pool().equals(pool.name())) {
      return Optional.of(
          "requested loadBalancer IP(s) "
              + list
              + " is not compatible with requested address pool "
              + request.pool());
    }
    wanted.forEach(address -> give(holding, address, pool));
    return Optional.empty();
  }

  /**
   * Services that ask for addresses in vain, and whose reason may have become another one since
   * this was asked last.
   */
  List<MetallbHolding> disturbed() {
    List<MetallbHolding> out = List.copyOf(disturbed);
    disturbed.clear();
    return out;
  }

  /** Whether {@link #satisfy} took an address from a Service since this was asked last. */
  boolean hasReleased() {
    boolean was = released;
    released = false;
    return was;
  }

  private void asksInVain(MetallbHolding holding) {
    for (IpAddress address : holding.request().addresses()) {
      askedInVain.computeIfAbsent(address, a -> new LinkedHashSet<>()).add(holding);
    }
  }

  private void noLongerAsks(MetallbHolding holding) {
    disturbed.remove(holding);
    for (IpAddress address : holding.request().addresses()) {
      Set<MetallbHolding> askers = askedInVain.getOrDefault(address, new HashSet<>());
      askers.remove(holding);
      if (askers.isEmpty()) {
        askedInVain.remove(address);
      }
    }
  }

  private Optional<String> allocateFromPool(MetallbHolding holding) {
    MetallbRequest request = holding.request();
    MetallbSpace pool = pools.get(request.pool());
    if (pool == null) {
      return Optional.of("unknown pool \"" + request.pool() + "\"");
    }
    if (!pool.serves(request)) {
      return Optional.of("pool " + pool.name() + " not compatible for ip assignment");
    }
    return pool.allocating() && allocateFrom(List.of(pool), holding)
        ? Optional.empty()
        : Optional.of("no available IPs in pool " + pool.name());
  }

  /**
   * The first pool with an address of every family wanted; where two are preferred and no pool has
   * both, the first with the primary one, then the first with the other.
   */
  private boolean allocateFrom(List<MetallbSpace> candidates, MetallbHolding holding) {
    MetallbRequest request = holding.request();
    Optional<Fit> primary = Optional.empty();
    Optional<Fit> secondary = Optional.empty();
    for (MetallbSpace pool : candidates) {
      Fit fit = new Fit(pool, new TreeMap<>());
      for (AddressFamily family : request.families()) {
        firstFit(pool, holding, family).ifPresent(ip -> fit.addresses().put(family, ip));
      }
      if (fit.addresses().size() == request.families().size()) {
        give(holding, fit);
        return true;
      }
      if (fit.addresses().containsKey(request.primary())) {
        primary = primary.or(() -> Optional.of(fit));
      } else if (!fit.addresses().isEmpty()) {
        secondary = secondary.or(() -> Optional.of(fit));
      }
    }
    Optional<Fit> best = primary.isPresent() ? primary : secondary;
    if (best.isEmpty() || !request.prefersDualStack()) {
      return false;
    }
    give(holding, best.get());
    return true;
  }

  /** What a pool has for a Service. */
  private record Fit(MetallbSpace pool, TreeMap<AddressFamily, IpAddress> addresses) {}

  private void give(MetallbHolding holding, Fit fit) {
    fit.addresses().values().forEach(ip -> give(holding, ip, fit.pool()));
  }

  /** In the order of the blocks, the lowest address that is free or shareable. */
  private Optional<IpAddress> firstFit(
      MetallbSpace pool, MetallbHolding holding, AddressFamily family) {
    TreeSet<IpAddress> ofKey = shared.getOrDefault(holding.request().sharing(), new TreeSet<>());
    for (MetallbSpace.Range range : pool.ranges()) {
      if (range.block().start().family() != family) {
        continue;
      }
      Optional<IpAddress> free = range.free().lowest();
      IpAddress last = free.orElse(range.block().stop());
      Optional<IpAddress> joined =
          ofKey.isEmpty()
              ? Optional.empty()
              : ofKey.subSet(range.block().start(), true, last, true).stream()
                  .filter(ip -> mayShare(holding, ip) && pool.contains(ip))
                  .findFirst();
      Optional<IpAddress> fit = joined.or(() -> free);
      if (fit.isPresent()) {
        return fit;
      }
    }
    return Optional.empty();
  }

  private boolean mayShare(MetallbHolding holding, IpAddress address) {
    return holders.getOrDefault(address, List.of()).stream()
        .allMatch(other -> other == holding || holding.request().sharesWith(other.request()));
  }

  private Optional<String> refusal(MetallbHolding holding, IpAddress address) {
    for (MetallbHolding other : holders.getOrDefault(address, List.of())) {
      if (other != holding) {
        Optional<String> refusal =
            MetallbRequest.refusal(other.request(), holding.request(), address);
        if (refusal.isPresent()) {
          return refusal;
        }
      }
    }
    return Optional.empty();
  }

  private void give(MetallbHolding holding, IpAddress address, MetallbSpace pool) {
    disturbed.addAll(askedInVain.getOrDefault(address, Set.of()));
    holding.vips().add(new Vip(address, pool.name()));
    holding.vips().sort(Comparator.comparing(Vip::ip));
    List<MetallbHolding> present = holders.computeIfAbsent(address, a -> new ArrayList<>(1));
    if (present.isEmpty()) {
      pools.values().forEach(p -> p.take(address));
    }
    present.add(holding);
    // In order of name, so that what is said of a refusal does not depend on who came when.
    present.sort(Comparator.comparing(h -> h.request().ref()));
    index(address, holding);
  }

  /** Forgets a Service. */
  void drop(MetallbHolding holding) {
    releaseAll(holding);
    noLongerAsks(holding);
  }

  private void releaseAll(MetallbHolding holding) {
    List.copyOf(holding.vips()).forEach(vip -> release(holding, vip));
  }

  private void release(MetallbHolding holding, Vip vip) {
    disturbed.addAll(askedInVain.getOrDefault(vip.ip(), Set.of()));
    holding.vips().remove(vip);
    unindex(vip.ip(), holding);
    List<MetallbHolding> present = holders.getOrDefault(vip.ip(), new ArrayList<>());
    present.remove(holding);
    if (present.isEmpty()) {
      holders.remove(vip.ip());
      pools.values().forEach(p -> p.release(vip.ip()));
    }
  }

  private void index(IpAddress address, MetallbHolding holding) {
    SharingKey key = holding.request().sharing();
    if (!key.key().isEmpty()) {
      shared.computeIfAbsent(key, k -> new TreeSet<>()).add(address);
    }
  }

  /** Takes an address from a sharing key unless another holder of it has the same key. */
  private void unindex(IpAddress address, MetallbHolding holding) {
    SharingKey key = holding.request().sharing();
    TreeSet<IpAddress> known = shared.get(key);
    if (known == null
        || holders.getOrDefault(address, List.of()).stream()
            .anyMatch(h -> h != holding && h.request().sharing().equals(key))) {
      return;
    }
    known.remove(address);
    if (known.isEmpty()) {
      shared.remove(key);
    }
  }
}
