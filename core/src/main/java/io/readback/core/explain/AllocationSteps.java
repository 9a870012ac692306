package io.readback.core.explain;

import io.readback.core.allocate.CiliumService;
import io.readback.core.allocate.Condition;
import io.readback.core.allocate.PoolUsage;
import io.readback.core.allocate.ServiceAllocation;
import io.readback.core.allocate.Vip;
import io.readback.core.model.AddressPool;
import io.readback.core.model.Dialect;
import io.readback.core.model.Labels;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import io.readback.core.plan.ServicePlan;
import io.readback.core.plan.ServicePlan.AddressPlan;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** From the Service's manifest to its VIPs: steps service, pool, vip. */
final class AllocationSteps {
  private final Known known;
  private final ExplainInput input;
  private final ServiceRef ref;
  private final Chain chain;
  private final MetallbPoolSteps metallb;

  AllocationSteps(Known known, ServiceRef ref, Chain chain) {
    this.known = known;
    this.input = known.input();
    this.ref = ref;
    this.chain = chain;
    this.metallb = new MetallbPoolSteps(known, chain);
  }

  /** Returns whether there are addresses to go on with. */
  boolean add() {
    Optional<Service> service = input.cluster().service(ref);
    if (service.isEmpty()) {
      unknownService();
      return false;
    }
    if (!service(service.get())) {
      return false;
    }
    if (!service.get().isLoadBalancer() || !isServed(service.get())) {
      return true;
    }
    return allocation(service.get());
  }

  private boolean isServed(Service service) {
    return CiliumService.servesClass(service) || input.allocations().get(ref).isPresent();
  }

  private void unknownService() {
    List<String> near =
        input.cluster().services().keySet().stream()
            .filter(s -> s.name().equals(ref.name()) || s.namespace().equals(ref.namespace()))
            .sorted()
            .limit(5)
            .map(ServiceRef::toString)
            .toList();
    ObjectRef object = new ObjectRef("Service", ref.namespace(), ref.name());
    String problems = known.problems(object);
    String mending = known.mending(object);
    chain.failed(
        "service",
        "Service " + ref,
        "there is no such Service among the "
            + input.cluster().services().size()
            + " known"
            + problems,
        !mending.isEmpty()
            ? mending
            : near.isEmpty()
                ? "apply its manifest, or check namespace and name"
                : "check namespace and name; there are " + String.join(", ", near));
    chain.skipAfter("service", "Service " + ref);
  }

  private boolean service(Service service) {
    String subject = "Service " + ref;
    ObjectRef object = new ObjectRef("Service", ref.namespace(), ref.name());
    String detail =
        service.type()
            + ", external traffic policy "
            + word(service.externalTrafficPolicy())
            + " "
            + Known.place(service.origin())
            + known.problems(object);
    boolean announced =
        input.plan().service(ref).map(ServicePlan::addresses).orElse(List.of()).stream()
            .anyMatch(AddressPlan::announcedAnywhere);
    if (!service.isLoadBalancer() && !announced) {
      chain.failed(
          "service",
          subject,
          detail
              + ": only LoadBalancer Services get a VIP, and no advertisement announces its other"
              + " addresses",
          "set spec.type: LoadBalancer "
              + Known.place(service.origin())
              + ", or advertise its ClusterIP or ExternalIP");
      chain.skipAfter("service", subject);
      return false;
    }
    if (service.isLoadBalancer() && !isServed(service) && !announced) {
      chain.failed(
          "service",
          subject,
          detail
              + ": its loadBalancerClass "
              + service.loadBalancerClass().orElse("")
              + " is another"
              + " implementation's",
          "remove spec.loadBalancerClass"
              + (onlyMetallbPeers() ? "" : ", or set it to " + CiliumService.BGP_CLASS)
              + ", when this Service is meant to be served here (the field cannot be changed: make"
              + " the Service anew)");
      chain.skipAfter("service", subject);
      return false;
    }
    chain.ok("service", subject, detail.trim());
    return true;
  }

  private boolean allocation(Service service) {
    Optional<ServiceAllocation> allocation = input.allocations().get(ref);
    List<Vip> vips = allocation.map(ServiceAllocation::vips).orElse(List.of());
    List<Condition> unsatisfied =
        allocation.map(ServiceAllocation::conditions).orElse(List.of()).stream()
            .filter(c -> c.status() == Condition.Status.FALSE)
            .toList();
    if (allocation.isEmpty() && !service.statusIngress().isEmpty()) {
      chain.ok("pool", "status", "the address was given by somebody else: there is no pool here");
      chain.ok("vip", list(service.statusIngress()), "as the Service's status shows");
      return true;
    }
    if (vips.isEmpty() && unsatisfied.isEmpty()) {
      unsatisfied = List.of(noPool());
    }
    for (Condition condition : unsatisfied) {
      poolFailed(service, condition);
    }
    if (vips.isEmpty()) {
      chain.skipAfter("pool", "Service " + ref);
      return false;
    }
    SortedSet<String> pools = new TreeSet<>();
    vips.forEach(v -> pools.add(v.pool()));
    boolean ofMetallb = allocation.map(a -> a.dialect() == Dialect.METALLB).orElse(false);
    for (String pool : pools) {
      chain.ok("pool", pool, ofMetallb ? metallb.describe(pool) : pool(pool));
    }
    for (Vip vip : vips) {
      List<String> others =
          input.allocations().holders(vip.ip()).stream()
              .filter(s -> !s.equals(ref))
              .map(ServiceRef::toString)
              .toList();
      chain.ok(
          "vip",
          vip.ip().toString(),
          "from pool "
              + vip.pool()
              + (others.isEmpty() ? "" : ", shared with " + String.join(", ", others)));
    }
    return true;
  }

  /** Whether MetalLB's dialect is the one that is in use, as far as there is one. */
  private boolean onlyMetallbPeers() {
    return input.cluster().clusterConfigs().isEmpty()
        && !input.cluster().metallb().peers().isEmpty();
  }

  private static Condition noPool() {
    return new Condition("", Condition.Status.FALSE, "no_pool", "");
  }

  private void poolFailed(Service service, Condition condition) {
    String said = condition.message().isEmpty() ? "" : ": " + condition.message();
    if (condition.type().startsWith("metallb.io/")) {
      metallb.failed(service, condition);
      return;
    }
    switch (condition.reason()) {
      case "no_pool" -> {
        if (input.cluster().pools().isEmpty()) {
          chain.failed(
              "pool",
              "no pool",
              "the cluster has no address pool",
              (onlyMetallbPeers()
                      ? "apply an IPAddressPool with spec.addresses: […]"
                      : "apply a CiliumLoadBalancerIPPool with spec.blocks: [{cidr: …}]")
                  + ", addresses that your routers do not use otherwise");
        } else {
          notServed(service, said);
        }
      }
      case "ServedByBoth", "ServedByNeither" ->
          chain.failed(
              "pool",
              "pools of both dialects",
              condition.message(),
              "annotate the Service with readback.io/dialect: cilium or metallb, or change which"
                  + " pools select it");
      case "pool_selector_mismatch" -> notServed(service, said);
      case "out_of_ips" ->
          chain.failed(
              "pool",
              poolNames(),
              "no address is left" + said + ": " + usage(),
              "add a block to a pool, or delete a Service that holds an address");
      case "already_allocated", "already_allocated_incompatible_service" ->
          chain.failed(
              "pool",
              poolNames(),
              "the address asked for cannot be had ("
                  + condition.reason()
                  + ")"
                  + said
                  + holders(service),
              "ask for another address, or let the Services share it: the same"
                  + " lbipam.cilium.io/sharing-key on each and different ports");
      default ->
          chain.failed(
              "pool",
              poolNames(),
              condition.reason() + said,
              "see the Service's conditions: readback services -o json");
    }
  }

  private void notServed(Service service, String said) {
    String mismatches = selectors(CiliumService.selectableLabels(service));
    chain.failed(
        "pool",
        poolNames(),
        "no enabled pool serves the Service"
            + said
            + (mismatches.isEmpty() ? ": " + usage() : ": " + mismatches),
        mismatches.isEmpty()
            ? "enable a pool (spec.disabled: false) or mend its conflict"
            : "change spec.serviceSelector of a pool, or the labels of the Service "
                + Known.place(service.origin()));
  }

  private String poolNames() {
    return input.cluster().pools().isEmpty()
        ? "no pool"
        : String.join(", ", input.cluster().pools().keySet());
  }

  private String pool(String name) {
    AddressPool pool = input.cluster().pools().get(name);
    return pool == null ? "the pool is gone" : describe(pool);
  }

  private String describe(AddressPool pool) {
    PoolUsage usage = input.allocations().pools().get(pool.name());
    String blocks = pool.blocks().stream().map(Object::toString).collect(Collectors.joining(", "));
    String used = usage == null ? "" : "; " + usage.used() + " of " + usage.total() + " used";
    String state =
        (pool.disabled() ? ", disabled" : "")
            + (usage == null
                ? ""
                : usage.conditions().stream()
                    .filter(c -> c.type().equals("cilium.io/PoolConflict"))
                    .filter(c -> c.status() == Condition.Status.TRUE)
                    .map(c -> ", in conflict: " + c.message())
                    .collect(Collectors.joining()));
    return blocks
        + used
        + state
        + " "
        + Known.place(pool.origin())
        + known.problems(new ObjectRef(Known.POOL, "", pool.name()));
  }

  private String usage() {
    return input.cluster().pools().values().stream()
        .map(p -> p.name() + " has " + describe(p))
        .collect(Collectors.joining("; "));
  }

  private String selectors(Labels labels) {
    List<String> out = new ArrayList<>();
    for (AddressPool pool : input.cluster().pools().values()) {
      pool.serviceSelector()
          .map(s -> Mismatch.of(s, labels))
          .filter(m -> !m.isEmpty())
          .ifPresent(m -> out.add(Known.named(pool.name(), pool.origin()) + " " + m));
    }
    return String.join("; ", out);
  }

  private String holders(Service service) {
    List<IpAddress> asked = new ArrayList<>(service.loadBalancerIp().stream().toList());
    for (String key : CiliumService.ADDRESSES) {
      for (String part : service.annotations().get(key, "").split(",", -1)) {
        IpAddress.tryParse(part.trim()).ifPresent(asked::add);
      }
    }
    return asked.stream()
        .distinct()
        .filter(ip -> !input.allocations().holders(ip).isEmpty())
        .map(
            ip ->
                "; "
                    + ip
                    + " is held by "
                    + input.allocations().holders(ip).stream()
                        .map(ServiceRef::toString)
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining());
  }

  static String word(io.readback.core.model.TrafficPolicy policy) {
    return switch (policy) {
      case CLUSTER -> "Cluster";
      case LOCAL -> "Local";
    };
  }

  private static String list(List<IpAddress> addresses) {
    return addresses.stream().map(IpAddress::toString).collect(Collectors.joining(", "));
  }
}
