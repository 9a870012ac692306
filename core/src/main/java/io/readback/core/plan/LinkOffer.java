package io.readback.core.plan;

import io.readback.core.allocate.CiliumService;
import io.readback.core.allocate.MetallbService;
import io.readback.core.model.Dialect;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Service;
import io.readback.spi.target.LinkInterfaces;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One manifest that makes addresses known on links, with its references resolved. */
sealed interface LinkOffer {
  Dialect dialect();

  /** The manifest. */
  ObjectRef object();

  LinkInterfaces interfaces();

  /** The nodes that may answer, with how much they are preferred. */
  SortedMap<String, Integer> nodes();

  /** The announcer asked for by name. */
  Optional<String> announcer();

  /** Whether it is for an address of a Service, whatever the node. */
  boolean announces(Service service, ServiceAddress address);

  /**
   * An L2Advertisement.
   *
   * @param pools names of those whose VIPs it makes known
   * @param serviceSelectors any of which a Service has to match, and it must not share its address:
   *     others with the address might not match; none: every Service
   */
  record Metallb(
      ObjectRef object,
      LinkInterfaces interfaces,
      SortedMap<String, Integer> nodes,
      SortedSet<String> pools,
      List<LabelSelector> serviceSelectors,
      Optional<String> announcer)
      implements LinkOffer {
    public Metallb {
      nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
      pools = Collections.unmodifiableSortedSet(new TreeSet<>(pools));
      serviceSelectors = List.copyOf(serviceSelectors);
    }

    @Override
    public Dialect dialect() {
      return Dialect.METALLB;
    }

    @Override
    public boolean announces(Service service, ServiceAddress address) {
      return MetallbRules.concerns(address)
          && address.pool().filter(pools::contains).isPresent()
          && (serviceSelectors.isEmpty()
              || !MetallbService.shares(service)
                  && serviceSelectors.stream().anyMatch(s -> s.matches(service.labels())));
    }
  }

  /** A CiliumL2AnnouncementPolicy; see {@link io.readback.core.model.L2Policy}. */
  record Cilium(
      ObjectRef object,
      LinkInterfaces interfaces,
      SortedMap<String, Integer> nodes,
      Optional<LabelSelector> serviceSelector,
      boolean externalIps,
      boolean loadBalancerIps,
      Optional<String> announcer)
      implements LinkOffer {
    public Cilium {
      nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    }

    @Override
    public Dialect dialect() {
      return Dialect.CILIUM;
    }

    @Override
    public boolean announces(Service service, ServiceAddress address) {
      boolean named =
          switch (address.type()) {
            case LOAD_BALANCER_IP -> loadBalancerIps && CiliumService.isForLinks(service);
            case EXTERNAL_IP -> externalIps;
            case CLUSTER_IP -> false;
          };
      return named
          && address.dialect() == Dialect.CILIUM
          && serviceSelector
              .map(s -> s.matches(CiliumService.selectableLabels(service)))
              .orElse(true);
    }
  }
}
