package io.readback.layer2.own;

import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.own.ClaimAct.Kind;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which VIPs this node answers for, and the way there. Who is first alive in a VIP's line should
 * answer. Whoever is not stops at once; whoever becomes it probes the link first and starts when
 * nobody has answered for a while, so that the loser stops before the winner starts, however late
 * it hears of the change. Only after a death there is nobody to wait for.
 *
 * <p>Where two answer all the same (the link was cut and is whole again, or nodes do not see each
 * other alive), the claim that each hears of the other settles it: only the first of the line
 * persists.
 *
 * <p>Pure: times are nanoseconds of any one clock. Costs per change: the VIPs concerned; when a
 * node dies or returns, all of them once. Not safe for concurrent use.
 */
public final class Claims {
  /** Between questions after somebody who answered beside this node. */
  private static final long REVIEW = 10_000_000_000L;

  private static final long SECOND = 1_000_000_000L;

  private final String self;
  private final ClaimOptions options;
  private final VipOwnership ownership;
  private final Liveness liveness;
  private final Map<IpAddress, Entry> entries = new HashMap<>();
  private final Map<IpAddress, Entry> claiming = new LinkedHashMap<>();
  private final SortedMap<IpAddress, MacAddress> rivals = new TreeMap<>();
  private List<ClaimAct> acts = new ArrayList<>();
  private long nextReview;

  private static final class Entry {
    final IpAddress vip;
    List<String> line = List.of();
    String owner = "";
    boolean holding;
    long began;
    long heard;
    boolean answered;
    long nextProbe;
    long nextDefence;
    int probes;

    Entry(IpAddress vip) {
      this.vip = vip;
    }
  }

  /**
   * @param self the name of this node
   */
  public Claims(String self, ClaimOptions options, VipOwnership ownership, Liveness liveness) {
    this.self = self;
    this.options = options;
    this.ownership = ownership;
    this.liveness = liveness;
  }

  /** A VIP is there, or has other candidates than before. */
  public void put(IpAddress vip, Candidates candidates, long now) {
    Entry entry = entries.computeIfAbsent(vip, Entry::new);
    entry.line = ownership.line(vip, candidates);
    judge(entry, Set.of(), Set.of(), now);
  }

  /** A VIP is no more. */
  public void remove(IpAddress vip) {
    Entry entry = entries.remove(vip);
    if (entry != null) {
      claiming.remove(vip);
      rivals.remove(vip);
      stop(entry, "it is no longer asked for");
    }
  }

  /** The nodes that stand in line with this one: those whose life it must know of. */
  public Set<String> neighbours() {
    Set<String> out = new TreeSet<>();
    Set<List<String>> seen = new HashSet<>();
    for (Entry entry : entries.values()) {
      if (entry.line.contains(self) && seen.add(entry.line)) {
        out.addAll(entry.line);
      }
    }
    out.remove(self);
    return out;
  }

  /** Nodes died or returned; {@link Liveness} says so already. */
  public void changed(Set<String> died, Set<String> returned, long now) {
    entries.values().forEach(entry -> judge(entry, died, returned, now));
  }

  private void judge(Entry entry, Set<String> died, Set<String> returned, long now) {
    String before = entry.owner;
    entry.owner = firstAlive(entry.line);
    boolean mine = entry.owner.equals(self);
    if (entry.holding) {
      boolean inLine = entry.line.contains(self);
      if (!mine && (options.failBack() || !inLine)) {
        stop(
            entry, inLine ? entry.owner + " comes first" : "this node is not among those that may");
      } else if (!Collections.disjoint(returned, entry.line)) {
        act(Kind.ANNOUNCE, entry.vip);
      }
    } else if (!mine) {
      claiming.remove(entry.vip);
      rivals.remove(entry.vip);
    } else if (died.contains(before)) {
      start(entry, before + " is gone");
    } else if (claiming.putIfAbsent(entry.vip, entry) == null
        || !Collections.disjoint(died, entry.line)) {
      claim(entry, now);
    }
  }

  private String firstAlive(List<String> line) {
    for (String node : line) {
      if (node.equals(self) || liveness.alive(node)) {
        return node;
      }
    }
    return "";
  }

  private void claim(Entry entry, long now) {
    claiming.put(entry.vip, entry);
    entry.began = now;
    entry.heard = now;
    entry.answered = false;
    entry.nextProbe = now;
    entry.probes = 0;
  }

  private void start(Entry entry, String why) {
    claiming.remove(entry.vip);
    entry.holding = true;
    entry.probes = 0;
    acts.add(new ClaimAct(Kind.START, entry.vip, why));
  }

  private void stop(Entry entry, String why) {
    if (entry.holding) {
      entry.holding = false;
      rivals.remove(entry.vip);
      acts.add(new ClaimAct(Kind.STOP, entry.vip, why));
    }
  }

  /** Another machine answers for a VIP, or says on its own that it has it. */
  public void heard(IpAddress vip, MacAddress holder, long now) {
    Entry entry = entries.get(vip);
    if (entry == null) {
      return;
    }
    if (!entry.holding) {
      if (claiming.containsKey(vip)) {
        entry.heard = now;
        entry.answered = true;
        rivals.put(vip, holder);
      }
      return;
    }
    if (entry.line.get(0).equals(self)) {
      if (rivals.put(vip, holder) == null) {
        entry.nextProbe = now + REVIEW;
      }
      entry.probes = 0;
      // said once a second: two that both persist must not fill the link
      if (now >= entry.nextDefence) {
        entry.nextDefence = now + SECOND;
        act(Kind.ANNOUNCE, vip);
      }
      return;
    }
    stop(entry, holder + " answers too, and this node is not the first in line");
    if (entry.owner.equals(self)) {
      claim(entry, now);
      entry.answered = true;
      rivals.put(vip, holder);
    }
  }

  /** Time passed. To be called every few milliseconds while {@link #isClaiming}. */
  public void tick(long now) {
    for (Entry entry : List.copyOf(claiming.values())) {
      long pause = pause(entry, now);
      boolean silent =
          entry.probes >= ClaimOptions.SILENT_PROBES
              && now - entry.heard >= ClaimOptions.SILENT_PROBES * pause;
      boolean persists =
          options.failBack()
              && entry.line.get(0).equals(self)
              && now - entry.began >= options.patience().toNanos();
      if (silent) {
        rivals.remove(entry.vip);
        start(entry, "first in line of those that are there, and nobody answers");
      } else if (persists) {
        start(entry, "first in line, though " + rivals.get(entry.vip) + " answers too");
      } else if (now >= entry.nextProbe) {
        entry.nextProbe = now + pause;
        entry.probes++;
        act(Kind.PROBE, entry.vip);
      }
    }
    review(now);
  }

  /**
   * Asks the link whether those who answered beside this node still do, and forgets who is silent.
   */
  private void review(long now) {
    if (rivals.isEmpty() || now < nextReview) {
      return;
    }
    nextReview = now + SECOND;
    for (IpAddress vip : List.copyOf(rivals.keySet())) {
      Entry entry = entries.get(vip);
      if (entry == null || !entry.holding || now < entry.nextProbe) {
        continue;
      }
      if (entry.probes >= ClaimOptions.SILENT_PROBES) {
        rivals.remove(vip);
      } else {
        entry.probes++;
        entry.nextProbe = now + REVIEW;
        // the answer to this question takes nothing away that would have to be defended
        entry.nextDefence = Math.max(entry.nextDefence, now + SECOND);
        act(Kind.PROBE, vip);
      }
    }
  }

  private long pause(Entry entry, long now) {
    boolean fast = !entry.answered || now - entry.began < options.patience().toNanos();
    return (fast ? options.probe() : options.slowProbe()).toNanos();
  }

  public boolean isClaiming() {
    return !claiming.isEmpty();
  }

  public boolean holds(IpAddress vip) {
    Entry entry = entries.get(vip);
    return entry != null && entry.holding;
  }

  public int size() {
    return entries.size();
  }

  /** Who should answer for a VIP, as far as this node knows; empty where nobody can. */
  public Optional<String> owner(IpAddress vip) {
    Entry entry = entries.get(vip);
    return entry == null || entry.owner.isEmpty() ? Optional.empty() : Optional.of(entry.owner);
  }

  /** The VIPs that this node has or wants and another machine answers for, with that machine. */
  public SortedMap<IpAddress, MacAddress> rivals() {
    return new TreeMap<>(rivals);
  }

  private void act(Kind kind, IpAddress vip) {
    acts.add(new ClaimAct(kind, vip, ""));
  }

  /** What is to be done since it was asked last: what stops first, the rest in order. */
  public List<ClaimAct> take() {
    List<ClaimAct> taken = acts;
    acts = new ArrayList<>();
    taken.sort((a, b) -> Boolean.compare(b.kind() == Kind.STOP, a.kind() == Kind.STOP));
    return taken;
  }
}
