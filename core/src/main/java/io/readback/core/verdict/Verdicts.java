package io.readback.core.verdict;

import io.readback.core.model.ServiceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All verdicts of one moment. Immutable. */
public final class Verdicts {
  /** No Service, no route. */
  public static final Verdicts EMPTY = new Verdicts(Instant.EPOCH, List.of(), List.of());

  private final Instant at;
  private final List<RouteVerdict> rows;
  private final List<RouteVerdict> podNetworks;
  private final SortedMap<ServiceRef, List<RouteVerdict>> byService = new TreeMap<>();

  Verdicts(Instant at, List<RouteVerdict> rows, List<RouteVerdict> podNetworks) {
    this.at = at;
    this.rows = rows.stream().sorted(RouteVerdict.ORDER).toList();
    this.podNetworks = podNetworks.stream().sorted(RouteVerdict.ORDER).toList();
    for (RouteVerdict row : this.rows) {
      byService
          .computeIfAbsent(new ServiceRef(row.namespace(), row.name()), k -> new ArrayList<>())
          .add(row);
    }
  }

  public Instant at() {
    return at;
  }

  /** One for each address of a Service and router, by Service, address and router. */
  public List<RouteVerdict> rows() {
    return rows;
  }

  /** One for each pod network and router; the name is the node's. */
  public List<RouteVerdict> podNetworks() {
    return podNetworks;
  }

  /** The rows of a Service. */
  public List<RouteVerdict> of(ServiceRef service) {
    return Collections.unmodifiableList(byService.getOrDefault(service, List.of()));
  }

  /** The worst verdict on a Service; empty where nothing is announced or to be announced for it. */
  public Optional<VerdictKind> summary(ServiceRef service) {
    return of(service).stream().map(RouteVerdict::kind).reduce(VerdictKind::or);
  }

  /** Whether every row is verified. */
  public boolean ok() {
    return rows.stream().allMatch(r -> r.kind().ok());
  }

  /**
   * Routers where a look soon would settle something: a verdict waits for a second look, or for the
   * first one after a change.
   */
  public SortedSet<String> lookSoon() {
    SortedSet<String> out = new TreeSet<>();
    rows.stream().filter(RouteVerdict::unconfirmed).forEach(r -> out.add(r.router()));
    podNetworks.stream().filter(RouteVerdict::unconfirmed).forEach(r -> out.add(r.router()));
    return out;
  }
}
