package io.readback.core.allocate;

import io.readback.core.model.AddressPool;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Dialect;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.pcollections.TreePMap;

/**
 * Gives VIPs to LoadBalancer Services as Cilium's LB-IPAM does. Follows the cluster change by
 * change: the cost of a changed Service does not grow with the number of Services, except that
 * those which wait for an address are asked again when one may have become free.
 *
 * <p>What a Service has it keeps as long as that is legal. In a pass, what Services have (or had in
 * an earlier run, or show in their status) is settled for all of them before anything new is given.
 * The outcome depends on what is held and asked, never on the order in which objects arrived.
 *
 * <p>Knows no clock and does no I/O. Not safe for concurrent use; what it returns is immutable.
 * Call it only with states of synced sources: what is absent is taken as removed.
 */
public final class AddressAllocator {
  private static final Comparator<Holding> BY_TURN =
      Comparator.comparing(holding -> holding.request().turn());

  private final Map<ServiceRef, List<Vip>> remembered;
  private final Map<ServiceRef, Holding> holdings = new HashMap<>();
  private final TreeSet<ServiceRequest.Turn> waiting = new TreeSet<>();
  private TreePMap<String, AddressPool> configured = TreePMap.empty();
  private AddressBook book = new AddressBook(new PoolSet(List.of()));
  private Allocations current = Allocations.EMPTY;

  /**
   * @param remembered assignments of an earlier run, kept where they are still legal
   */
  public AddressAllocator(SortedMap<ServiceRef, List<Vip>> remembered) {
    this.remembered = new HashMap<>(remembered);
  }

  /** Takes the cluster's next state and answers who holds what in it. */
  public Allocations allocate(ClusterChange change) {
    AllocationsEdit edit = new AllocationsEdit(current);
    ClusterState state = change.state();
    if (configured == state.pools() || configured.equals(state.pools())) {
      if (book.pools().isEmpty()) {
        forgetLeaving(change, edit);
      } else {
        follow(change, edit);
      }
    } else {
      configured = state.pools();
      refill(change, edit);
    }
    edit.pools(book);
    current = edit.build();
    return current;
  }

  /** Services changed, pools did not. */
  private void follow(ClusterChange change, AllocationsEdit edit) {
    List<Holding> changed = new ArrayList<>();
    boolean othersMayGain = false;
    for (ServiceRef ref : change.services()) {
      Holding holding = holdings.get(ref);
      Service service = change.state().services().get(ref);
      if (service == null || !isResponsibleFor(service)) {
        if (holding != null) {
          othersMayGain |= !holding.vips().isEmpty();
          drop(holding, edit);
        }
        continue;
      }
      ServiceRequest request = ServiceRequest.of(service);
      if (holding == null) {
        holding = new Holding(request);
        holdings.put(ref, holding);
      } else {
        othersMayGain |= !holding.request().sharesLike(request);
        waiting.remove(holding.request().turn());
        book.rekey(holding, request);
      }
      othersMayGain |= !request.sharingKey().isEmpty();
      othersMayGain |= book.releaseIllegal(holding);
      changed.add(holding);
    }
    List<Holding> candidates = changed;
    if (othersMayGain) {
      Set<Holding> own = new HashSet<>(changed);
      candidates = new ArrayList<>(changed);
      for (ServiceRequest.Turn turn : waiting) {
        Holding holding = holdings.get(turn.ref());
        if (holding != null && !own.contains(holding) && book.mayHelp(holding)) {
          candidates.add(holding);
        }
      }
    }
    candidates.sort(BY_TURN);
    settle(candidates);
    changed.forEach(h -> waiting.add(h.request().turn()));
    satisfy(candidates, edit);
  }

  /** Pools changed: all is settled anew, what is held first. */
  private void refill(ClusterChange change, AllocationsEdit edit) {
    ClusterState state = change.state();
    List<AddressPool> pools = new ArrayList<>();
    for (AddressPool pool : state.pools().values()) {
      if (pool.dialect() != Dialect.METALLB) {
        pools.add(pool);
      }
    }
    boolean wasDormant = book.pools().isEmpty();
    book = new AddressBook(new PoolSet(pools));
    if (wasDormant && pools.isEmpty()) {
      forgetLeaving(change, edit);
      return;
    }
    List<Holding> satisfied = new ArrayList<>();
    List<Holding> others = new ArrayList<>();
    Map<ServiceRef, Holding> before = new HashMap<>(holdings);
    holdings.clear();
    waiting.clear();
    for (Service service : state.services().values()) {
      if (!isResponsibleFor(service) || (pools.isEmpty() && !before.containsKey(service.ref()))) {
        continue;
      }
      ServiceRequest request = ServiceRequest.of(service);
      Holding holding = before.remove(service.ref());
      if (holding == null) {
        holding = new Holding(request);
        others.add(holding);
      } else {
        holding.request(request);
        (holding.isSatisfied() ? satisfied : others).add(holding);
      }
      holdings.put(service.ref(), holding);
    }
    before.keySet().forEach(edit::remove);
    satisfied.sort(BY_TURN);
    others.sort(BY_TURN);
    satisfied.forEach(this::keepWhatIsLegal);
    others.forEach(this::keepWhatIsLegal);
    List<Holding> all = new ArrayList<>(satisfied);
    all.addAll(others);
    if (!pools.isEmpty()) {
      settle(all);
    }
    all.forEach(h -> waiting.add(h.request().turn()));
    satisfy(all, edit);
  }

  private void keepWhatIsLegal(Holding holding) {
    List<Vip> had = List.copyOf(holding.vips());
    holding.vips().clear();
    had.forEach(vip -> book.adopt(holding, vip));
  }

  /** Gives back what was had in an earlier run, then what the status shows. */
  private void settle(Collection<Holding> inTurn) {
    for (Holding holding : inTurn) {
      List<Vip> had = remembered.remove(holding.request().ref());
      if (had != null && !holding.isSatisfied()) {
        had.forEach(vip -> book.adopt(holding, vip));
      }
    }
    for (Holding holding : inTurn) {
      if (!holding.isSatisfied()) {
        holding.request().shownInStatus().forEach(ip -> book.adopt(holding, new Vip(ip, "")));
      }
    }
  }

  private void satisfy(List<Holding> inTurn, AllocationsEdit edit) {
    for (Holding holding : inTurn) {
      if (!holding.isSatisfied()) {
        book.satisfy(holding);
      }
      if (holding.isSatisfied()) {
        holding.condition(true, "satisfied", "");
        waiting.remove(holding.request().turn());
      }
      edit.put(holding.toAllocation());
    }
  }

  /** Without pools nothing is given, and what was said of Services stands until they go. */
  private void forgetLeaving(ClusterChange change, AllocationsEdit edit) {
    for (ServiceRef ref : change.services()) {
      Holding holding = holdings.get(ref);
      Service service = change.state().services().get(ref);
      if (holding != null && (service == null || !isResponsibleFor(service))) {
        drop(holding, edit);
      }
    }
  }

  private void drop(Holding holding, AllocationsEdit edit) {
    book.releaseAll(holding);
    waiting.remove(holding.request().turn());
    holdings.remove(holding.request().ref());
    edit.remove(holding.request().ref());
  }

  private static boolean isResponsibleFor(Service service) {
    return service.isLoadBalancer() && CiliumService.servesClass(service);
  }
}
