package io.readback.core.allocate;

import io.readback.core.allocate.Owners.Owner;
import io.readback.core.model.AddressBlock;
import io.readback.core.model.AddressPool;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Dialect;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.Namespace;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which dialect a Service belongs to, where the cluster has pools of both. The first that
 * decides: the class; the annotation {@value #DIALECT}; who holds its address, as long as that is
 * legal; annotations of one dialect alone; pools of one dialect alone that could serve it. What
 * nothing decides is refused by both, and a condition says how to decide.
 */
final class Ownership {
  /** Says which dialect shall serve a Service: {@code cilium} or {@code metallb}. */
  static final String DIALECT = "readback.io/dialect";

  /** The condition on Services that both dialects claim. */
  static final String CONFLICT = "readback.io/DialectConflict";

  /** The reason for that condition where there is no pool for the Service. */
  static final String SERVED_BY_NEITHER = "ServedByNeither";

  private static final String HOW_TO_DECIDE =
      "annotate it with "
          + DIALECT
          + ": cilium or metallb, set spec.loadBalancerClass, or let the pools of one dialect alone"
          + " select it";
  private static final List<String> CILIUM_PREFIXES =
      List.of("lbipam.cilium.io/", "io.cilium/lb-ipam-");

  private final ClusterState state;
  private final Allocations before;
  private final Map<ServiceRef, List<Vip>> remembered;
  private final Optional<String> metallbClass;
  private final MetallbSpaces metallb;

  /**
   * @param before who held what in the step before
   * @param remembered who held what in an earlier run
   */
  Ownership(
      ClusterState state,
      Allocations before,
      Map<ServiceRef, List<Vip>> remembered,
      Optional<String> metallbClass) {
    this.state = state;
    this.before = before;
    this.remembered = remembered;
    this.metallbClass = metallbClass;
    metallb = new MetallbSpaces(state);
  }

  /** Whether both dialects could serve Services without a class. */
  static boolean isShared(ClusterState state, Optional<String> metallbClass) {
    return metallbClass.isEmpty() && !state.pools().isEmpty() && !state.metallb().pools().isEmpty();
  }

  Owner of(Service service) {
    if (!service.isLoadBalancer()) {
      return Owner.NOBODY;
    }
    if (service.loadBalancerClass().isPresent()) {
      return CiliumService.servesClass(service)
          ? Owner.CILIUM
          : MetallbService.servesClass(service, metallbClass) ? Owner.METALLB : Owner.NOBODY;
    }
    if (metallbClass.isPresent() || state.metallb().pools().isEmpty()) {
      return metallbClass.isEmpty() && state.pools().isEmpty() && wasMetallbs(service)
          ? Owner.METALLB
          : Owner.CILIUM;
    }
    return state.pools().isEmpty() ? Owner.METALLB : ofBoth(service);
  }

  /** Its last pool is gone: what is said of that stands. */
  private boolean wasMetallbs(Service service) {
    return before.get(service.ref()).map(a -> a.dialect() == Dialect.METALLB).orElse(false);
  }

  private Owner ofBoth(Service service) {
    String chosen = service.annotations().get(DIALECT, "");
    for (Dialect dialect : List.of(Dialect.CILIUM, Dialect.METALLB)) {
      if (chosen.equals(dialect.toString())) {
        return Owner.of(dialect);
      }
    }
    boolean asksCilium =
        service.annotations().values().keySet().stream()
            .anyMatch(key -> CILIUM_PREFIXES.stream().anyMatch(key::startsWith));
    boolean asksMetallb = MetallbService.isAsked(service);
    boolean cilium = ciliumServes(service);
    boolean ofMetallb = metallb.serves(service);
    Optional<Dialect> holder = holder(service);
    if (holder.isPresent()) {
      boolean claimed =
          holder.get() == Dialect.CILIUM ? ofMetallb || asksMetallb : cilium || asksCilium;
      return claimed ? kept(holder.get()) : Owner.of(holder.get());
    }
    if (asksCilium != asksMetallb) {
      return asksCilium ? Owner.CILIUM : Owner.METALLB;
    }
    if (cilium != ofMetallb) {
      return cilium ? Owner.CILIUM : Owner.METALLB;
    }
    return refused(
        cilium ? "ServedByBoth" : SERVED_BY_NEITHER,
        cilium
            ? "CiliumLoadBalancerIPPools and IPAddressPools could both serve the Service, so that"
                + " neither does: "
                + HOW_TO_DECIDE
            : "no pool of either dialect serves the Service: "
                + "let a pool select it, or ask for a pool by annotation");
  }

  /** The VIP stays where it is: a claim alone must not move it. */
  private static Owner kept(Dialect dialect) {
    return new Owner(
        Optional.of(dialect),
        Optional.of(
            new Condition(
                CONFLICT,
                Condition.Status.TRUE,
                "Kept",
                "the other dialect could serve the Service as well; "
                    + dialect
                    + " goes on, since its address is from there. To decide, "
                    + HOW_TO_DECIDE)));
  }

  private static Owner refused(String reason, String message) {
    return new Owner(
        Optional.empty(),
        Optional.of(new Condition(CONFLICT, Condition.Status.FALSE, reason, message)));
  }

  /** Whose pool has an address that the Service has, had in an earlier run, or shows. */
  private Optional<Dialect> holder(Service service) {
    Optional<ServiceAllocation> present = before.get(service.ref());
    if (present.isPresent() && !present.get().vips().isEmpty()) {
      Dialect dialect = present.get().dialect();
      boolean legal =
          present.get().vips().stream().anyMatch(vip -> holds(dialect, service, vip.ip()));
      return legal ? Optional.of(dialect) : byAddress(service, addresses(present.get().vips()));
    }
    List<Vip> had = remembered.getOrDefault(service.ref(), List.of());
    return byAddress(service, had.isEmpty() ? service.statusIngress() : addresses(had));
  }

  private static List<IpAddress> addresses(List<Vip> vips) {
    return vips.stream().map(Vip::ip).toList();
  }

  private Optional<Dialect> byAddress(Service service, Collection<IpAddress> addresses) {
    for (Dialect dialect : List.of(Dialect.CILIUM, Dialect.METALLB)) {
      if (addresses.stream().anyMatch(ip -> holds(dialect, service, ip))) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }

  private boolean holds(Dialect dialect, Service service, IpAddress address) {
    if (dialect == Dialect.METALLB) {
      return metallb.holds(service, address);
    }
    return state.pools().values().stream()
        .anyMatch(
            pool ->
                pool.blocks().stream().anyMatch(block -> block.contains(address))
                    && selects(pool, service));
  }

  private boolean ciliumServes(Service service) {
    Set<AddressFamily> families = ServiceRequest.of(service).families();
    return state.pools().values().stream()
        .anyMatch(
            pool ->
                !pool.disabled()
                    && offers(pool.blocks(), service, families)
                    && selects(pool, service));
  }

  private static boolean selects(AddressPool pool, Service service) {
    return pool.serviceSelector()
        .map(s -> s.matches(CiliumService.selectableLabels(service)))
        .orElse(true);
  }

  /** Whether the blocks have the address that is asked for, else one of a family wanted. */
  static boolean offers(List<AddressBlock> blocks, Service service, Set<AddressFamily> families) {
    return blocks.stream()
        .anyMatch(
            block ->
                service
                    .loadBalancerIp()
                    .map(block::contains)
                    .orElse(families.contains(block.start().family())));
  }

  /** MetalLB's pools as far as they select Services. */
  private static final class MetallbSpaces {
    private final Collection<MetallbPool> pools;
    private final Map<String, Namespace> namespaces;

    MetallbSpaces(ClusterState state) {
      pools = state.metallb().pools().values();
      namespaces = state.namespaces();
    }

    boolean serves(Service service) {
      MetallbRequest request = MetallbRequest.of(service);
      return pools.stream()
          .anyMatch(
              pool ->
                  (pool.autoAssign() || service.loadBalancerIp().isPresent())
                      && offers(pool.blocks(), service, request.families())
                      && MetallbSpace.serves(pool, request, namespaces));
    }

    boolean holds(Service service, IpAddress address) {
      MetallbRequest request = MetallbRequest.of(service);
      return pools.stream()
          .anyMatch(
              pool ->
                  pool.blocks().stream().anyMatch(block -> block.contains(address))
                      && MetallbSpace.serves(pool, request, namespaces));
    }
  }
}
