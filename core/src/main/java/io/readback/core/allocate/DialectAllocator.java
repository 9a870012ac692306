package io.readback.core.allocate;

import io.readback.core.allocate.ServiceRequest.Turn;
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
import java.util.TreeSet;

/**
 * Follows the Services of one dialect change by change. The dialect says what is legal and what is
 * given; here is what they have in common: what a Service has it keeps as long as that is legal,
 * and in a pass what Services have (or had in an earlier run, or show in their status) is settled
 * for all of them before anything new is given.
 *
 * @param <H> a Service with what it asks for in the dialect's terms
 */
abstract class DialectAllocator<H extends Held> {
  private final Comparator<H> byTurn = Comparator.comparing(Held::turn);

  private final Dialect dialect;
  private final Map<ServiceRef, List<Vip>> remembered;
  private final Map<ServiceRef, H> holdings = new HashMap<>();
  private final TreeSet<Turn> waiting = new TreeSet<>();
  private boolean freed;

  /**
   * @param remembered assignments of an earlier run or of another dialect; an entry is taken out
   *     when its Service is settled
   */
  DialectAllocator(Dialect dialect, Map<ServiceRef, List<Vip>> remembered) {
    this.dialect = dialect;
    this.remembered = remembered;
  }

  /** Starts a new book where pools changed, and says whether they did. */
  abstract boolean takePools(ClusterState state, PoolOverlaps overlaps);

  /** No pool at all. */
  abstract boolean isDormant();

  abstract H hold(Service service);

  /** Exchanges what a Service asks for, in a new book. */
  abstract void ask(H holding, Service service);

  /** Exchanges what a Service asks for; says whether others may gain by that. */
  abstract boolean askAnew(H holding, Service service);

  /** Takes from a Service what it may no longer hold; says whether there was any. */
  abstract boolean releaseIllegal(H holding);

  /**
   * Gives a Service what it had before, where that is legal.
   *
   * @param had with the pools they were in, or empty names where those are unknown
   */
  abstract void adopt(H holding, List<Vip> had);

  /** False where asking for a waiting Service again can bring nothing, told at little cost. */
  abstract boolean mayHelp(H holding);

  /** Gives a Service what it lacks, and sets its conditions where that cannot be had. */
  abstract void satisfy(H holding);

  abstract void releaseAll(H holding);

  /**
   * Services whose conditions may be outdated by what others were given or lost since asked last.
   */
  List<H> disturbed() {
    return List.of();
  }

  /** Whether {@link #satisfy} had to take an address from a Service since this was asked last. */
  boolean hasReleased() {
    return false;
  }

  /** The VIPs of the Service's status. */
  abstract List<Vip> shownInStatus(H holding);

  abstract List<PoolUsage> usages();

  /**
   * Takes the cluster's next state.
   *
   * @param touched Services that changed, or became this dialect's
   */
  final void allocate(
      ClusterState state,
      PoolOverlaps overlaps,
      Collection<ServiceRef> touched,
      Owners owners,
      AllocationsEdit edit) {
    boolean wasDormant = isDormant();
    if (takePools(state, overlaps)) {
      if (wasDormant && isDormant()) {
        forgetLeaving(state, touched, owners, edit);
      } else {
        refill(state, owners, edit);
      }
    } else if (isDormant()) {
      forgetLeaving(state, touched, owners, edit);
    } else {
      follow(state, touched, owners, edit);
    }
    freed = false;
  }

  /** Services changed, pools did not. */
  private void follow(
      ClusterState state, Collection<ServiceRef> touched, Owners owners, AllocationsEdit edit) {
    List<H> changed = new ArrayList<>();
    boolean othersMayGain = freed;
    for (ServiceRef ref : touched) {
      H holding = holdings.get(ref);
      Service service = state.services().get(ref);
      if (service == null || !owners.owns(dialect, service)) {
        if (holding != null) {
          othersMayGain |= !holding.vips().isEmpty();
          drop(ref, edit);
        }
        continue;
      }
      if (holding == null) {
        holding = hold(service);
        holdings.put(ref, holding);
        othersMayGain |= askAnew(holding, service);
      } else {
        waiting.remove(holding.turn());
        othersMayGain |= askAnew(holding, service);
      }
      othersMayGain |= releaseIllegal(holding);
      changed.add(holding);
    }
    List<H> candidates = new ArrayList<>(changed);
    if (othersMayGain) {
      Set<H> own = new HashSet<>(changed);
      waitingThatMayGain().stream().filter(h -> !own.contains(h)).forEach(candidates::add);
    }
    candidates.sort(byTurn);
    settle(candidates);
    changed.forEach(h -> waiting.add(h.turn()));
    give(candidates, edit);
  }

  /** Pools changed: all is settled anew, what is held first. */
  private void refill(ClusterState state, Owners owners, AllocationsEdit edit) {
    List<H> satisfied = new ArrayList<>();
    List<H> others = new ArrayList<>();
    Map<ServiceRef, H> before = new HashMap<>(holdings);
    holdings.clear();
    waiting.clear();
    for (Service service : state.services().values()) {
      if (!owners.owns(dialect, service) || (isDormant() && !before.containsKey(service.ref()))) {
        continue;
      }
      H holding = before.remove(service.ref());
      if (holding == null) {
        holding = hold(service);
        others.add(holding);
      } else {
        ask(holding, service);
        (holding.isSatisfied() ? satisfied : others).add(holding);
      }
      holdings.put(service.ref(), holding);
    }
    before.keySet().forEach(edit::remove);
    satisfied.sort(byTurn);
    others.sort(byTurn);
    satisfied.forEach(this::keepWhatIsLegal);
    others.forEach(this::keepWhatIsLegal);
    List<H> all = new ArrayList<>(satisfied);
    all.addAll(others);
    if (!isDormant()) {
      settle(all);
    }
    all.forEach(h -> waiting.add(h.turn()));
    give(all, edit);
  }

  private List<H> waitingThatMayGain() {
    List<H> out = new ArrayList<>();
    for (Turn turn : waiting) {
      H holding = holdings.get(turn.ref());
      if (holding != null && mayHelp(holding)) {
        out.add(holding);
      }
    }
    return out;
  }

  private void keepWhatIsLegal(H holding) {
    List<Vip> had = List.copyOf(holding.vips());
    holding.vips().clear();
    adopt(holding, had);
  }

  /** Gives back what was had in an earlier run, then what the status shows. */
  private void settle(Collection<H> inTurn) {
    for (H holding : inTurn) {
      List<Vip> had = remembered.remove(holding.turn().ref());
      if (had != null && !holding.isSatisfied()) {
        adopt(holding, had);
      }
    }
    for (H holding : inTurn) {
      if (!holding.isSatisfied()) {
        adopt(holding, shownInStatus(holding));
      }
    }
  }

  private void give(List<H> candidates, AllocationsEdit edit) {
    hasReleased();
    List<H> inTurn = candidates;
    while (!inTurn.isEmpty()) {
      giveOnce(inTurn, edit);
      List<H> disturbed = disturbed();
      inTurn = hasReleased() ? waitingThatMayGain() : disturbed;
    }
  }

  private void giveOnce(List<H> inTurn, AllocationsEdit edit) {
    for (H holding : inTurn) {
      if (!holding.isSatisfied()) {
        satisfy(holding);
      }
      if (holding.isSatisfied()) {
        holding.satisfied();
        waiting.remove(holding.turn());
      }
      edit.put(holding.toAllocation());
    }
  }

  /** Without pools nothing is given, and what was said of Services stands until they go. */
  private void forgetLeaving(
      ClusterState state, Collection<ServiceRef> touched, Owners owners, AllocationsEdit edit) {
    for (ServiceRef ref : touched) {
      Service service = state.services().get(ref);
      if (service == null || !owners.owns(dialect, service)) {
        drop(ref, edit);
      }
    }
  }

  /** Takes a Service out that is gone, or no longer this dialect's. */
  final void drop(ServiceRef ref, AllocationsEdit edit) {
    H holding = holdings.remove(ref);
    if (holding != null) {
      freed |= !holding.vips().isEmpty();
      releaseAll(holding);
      waiting.remove(holding.turn());
      edit.remove(ref);
    }
  }
}
