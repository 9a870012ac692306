package io.readback.core.plan;

import io.readback.core.model.BgpRouteSettings;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Drain;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Follows which Services are drained, by annotation or by BgpRouteSettings. */
final class ServiceDrains {
  private final DrainBook drains;
  private List<BgpRouteSettings> draining = List.of();

  ServiceDrains(DrainBook drains) {
    this.drains = drains;
  }

  /**
   * Takes a step of the cluster.
   *
   * @param due whose routes are withdrawn from now on
   * @return the Services whose routes change by it
   */
  SortedSet<ServiceRef> follow(ClusterChange change, boolean first, Set<DrainSubject> due) {
    ClusterState state = change.state();
    SortedSet<ServiceRef> out = new TreeSet<>();
    for (DrainSubject subject : due) {
      if (subject instanceof DrainSubject.OfService s) {
        out.add(s.service());
      } else if (subject instanceof DrainSubject.OfRoutes r) {
        out.add(r.service());
      }
    }
    List<BgpRouteSettings> before = draining;
    if (first || change.configuration()) {
      draining =
          state.readback().routeSettings().values().stream()
              .filter(s -> s.drain().isPresent())
              .toList();
    }
    boolean all = first || !draining.equals(before);
    Collection<ServiceRef> asked = all ? state.services().keySet() : change.services();
    for (ServiceRef ref : asked) {
      if (ask(ref, state.services().get(ref))) {
        out.add(ref);
      }
    }
    if (all) {
      Set<String> names = new HashSet<>();
      draining.forEach(s -> names.add(s.name()));
      drains.retain(
          s -> s instanceof DrainSubject.OfRoutes r && !names.contains(r.settings()), Set.of());
    }
    return out;
  }

  private boolean ask(ServiceRef ref, @Nullable Service service) {
    boolean news =
        drains.want(
            new DrainSubject.OfService(ref),
            service == null ? Optional.empty() : Drain.of(service.annotations()));
    for (BgpRouteSettings settings : draining) {
      boolean selects = service != null && settings.selects(service);
      news |=
          drains.want(
              new DrainSubject.OfRoutes(ref, settings.name()),
              selects ? settings.drain() : Optional.empty());
    }
    return news;
  }
}
