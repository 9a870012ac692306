package io.readback.core.allocate;

import io.readback.core.model.Dialect;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which dialect each Service belongs to in one step. */
final class Owners {
  private final Map<ServiceRef, Owner> decided = new HashMap<>();
  private final Function<Service, Owner> others;

  /**
   * Who serves a Service.
   *
   * @param dialect empty: nobody
   * @param note what is to be said of the decision
   */
  record Owner(Optional<Dialect> dialect, Optional<Condition> note) {
    static final Owner NOBODY = new Owner(Optional.empty(), Optional.empty());
    static final Owner CILIUM = new Owner(Optional.of(Dialect.CILIUM), Optional.empty());
    static final Owner METALLB = new Owner(Optional.of(Dialect.METALLB), Optional.empty());

    static Owner of(Dialect dialect) {
      return dialect == Dialect.CILIUM ? CILIUM : METALLB;
    }
  }

  /**
   * @param others decides of Services that were not decided before, alike whenever it is asked
   */
  Owners(Function<Service, Owner> others) {
    this.others = others;
  }

  Owner decide(Service service) {
    return decided.computeIfAbsent(service.ref(), ref -> others.apply(service));
  }

  boolean owns(Dialect dialect, Service service) {
    Owner owner = decided.get(service.ref());
    return (owner == null ? others.apply(service) : owner).dialect().equals(Optional.of(dialect));
  }

  Optional<Condition> note(ServiceRef service) {
    Owner owner = decided.get(service);
    return owner == null ? Optional.empty() : owner.note();
  }
}
