package io.readback.layer2.link;

import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.own.Candidates;
import io.readback.layer2.own.ClaimAct;
import io.readback.layer2.own.ClaimOptions;
import io.readback.layer2.own.Claims;
import io.readback.layer2.own.Liveness;
import io.readback.layer2.own.VipOwnership;
import io.readback.layer2.respond.Claiming;
import io.readback.layer2.respond.Heard;
import io.readback.layer2.respond.Responder;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.LinkActivity;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.LinkMember;
import io.readback.spi.target.LinkTarget;
import io.readback.spi.target.TargetId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One node on its links: VIPs, interfaces and frames in, frames out. Pure but for its {@link Wire}
 * and {@link Liveness}; times are nanoseconds. Not safe for concurrent use.
 */
public final class LinkNode {
  /** Frames sent in one turn: what else is to be done must not wait longer. */
  private static final int BURST = 2000;

  private final Wire wire;
  private final Liveness liveness;
  private final Claims claims;
  private final VipBook book = new VipBook();
  private final AnnouncementSchedule schedule = new AnnouncementSchedule();
  private final Queue<IpAddress> probes = new ArrayDeque<>();
  private final Set<IpAddress> probing = new HashSet<>();
  private final SortedMap<String, Station> stations = new TreeMap<>();
  private final Set<MacAddress> own = new HashSet<>();
  private final LinkNews news = new LinkNews();
  private final Map<TargetId, Activity> activities = new HashMap<>();
  private boolean changed;

  private record Station(LinkInterface on, Responder responder) {}

  /**
   * @param self the name of this node
   */
  public LinkNode(
      String self, ClaimOptions options, VipOwnership ownership, Liveness liveness, Wire wire) {
    this.wire = wire;
    this.liveness = liveness;
    claims = new Claims(self, options, ownership, liveness);
  }

  /** Takes the whole truth of what is to be answered for. */
  public void desire(SortedMap<TargetId, DesiredTarget> targets, long now) {
    VipBook.Step step = book.take(targets);
    activities.keySet().retainAll(targets.keySet());
    step.gone().forEach(this::forget);
    for (VipBook.Entry entry : step.changed()) {
      claims.put(entry.vip(), new Candidates(entry.candidates()), now);
    }
    if (!step.isNothing()) {
      watchNeighbours();
      stations.values().forEach(this::listen);
    }
    act(now);
  }

  private void forget(IpAddress vip) {
    claims.remove(vip);
    schedule.end(vip);
  }

  private void watchNeighbours() {
    SortedMap<String, LinkMember> watched = new TreeMap<>();
    for (String node : claims.neighbours()) {
      book.member(node).ifPresent(m -> watched.put(node, m));
    }
    liveness.watch(watched);
  }

  private void listen(Station station) {
    wire.listen(station.on(), book.listening(station.on().name()));
  }

  /** Takes the interfaces that are there and up now. */
  public void interfaces(Collection<LinkInterface> present, long now) {
    SortedMap<String, LinkInterface> next = new TreeMap<>();
    present.forEach(i -> next.put(i.name(), i));
    for (Station station : List.copyOf(stations.values())) {
      if (!station.on().equals(next.get(station.on().name()))) {
        stations.remove(station.on().name());
        wire.leave(station.on().name());
      }
    }
    own.clear();
    changed = true;
    for (LinkInterface on : next.values()) {
      own.add(on.mac());
      if (!stations.containsKey(on.name())) {
        Station station = new Station(on, new Responder(on.mac(), vip -> answers(on.name(), vip)));
        stations.put(on.name(), station);
        listen(station);
        // who is behind it may have heard nothing of what happened meanwhile
        book.vips(on.name()).filter(claims::holds).forEach(vip -> schedule.begin(vip, now));
      }
    }
    act(now);
  }

  private boolean answers(String interfaceName, IpAddress vip) {
    return claims.holds(vip) && book.isFor(interfaceName, vip);
  }

  /** A frame arrived. */
  public void frame(String interfaceName, byte[] frame, long now) {
    Station station = stations.get(interfaceName);
    if (station == null) {
      return;
    }
    Heard heard = station.responder().hear(frame);
    if (heard instanceof Heard.Question question) {
      boolean taken = wire.send(interfaceName, question.reply());
      activity(question.vip()).answered(taken);
    } else if (heard instanceof Heard.Claim claim && !own.contains(claim.holder())) {
      claims.heard(claim.address(), claim.holder(), now);
      act(now);
    }
  }

  /** Time passed, or {@link Liveness} changed. */
  public void tick(long now) {
    Liveness.Change change = liveness.take();
    if (!change.isNone()) {
      claims.changed(change.died(), change.returned(), now);
    }
    claims.tick(now);
    act(now);
    send(now);
  }

  private void act(long now) {
    for (ClaimAct act : claims.take()) {
      if (act.kind() == ClaimAct.Kind.START || act.kind() == ClaimAct.Kind.STOP) {
        changed = true;
        news.add(act);
      }
      if (act.kind() == ClaimAct.Kind.START) {
        activity(act.vip()).tookOver();
      }
      switch (act.kind()) {
        case STOP -> schedule.end(act.vip());
        case PROBE -> {
          if (probing.add(act.vip())) {
            probes.add(act.vip());
          }
        }
        case START, ANNOUNCE -> schedule.begin(act.vip(), now);
      }
    }
  }

  private void send(long now) {
    for (int i = 0; i < BURST && !probes.isEmpty(); i++) {
      IpAddress vip = probes.remove();
      probing.remove(vip);
      stations(vip).forEach(s -> wire.send(s.on().name(), Claiming.probe(s.on().mac(), vip)));
    }
    for (IpAddress vip : schedule.due(now, BURST)) {
      boolean all = true;
      for (Station station : stations(vip)) {
        for (byte[] frame : Claiming.announcement(station.on().mac(), vip)) {
          boolean taken = wire.send(station.on().name(), frame);
          activity(vip).announced(taken);
          all &= taken;
        }
      }
      if (!all) {
        schedule.begin(vip, now + 10_000_000);
      }
    }
  }

  private List<Station> stations(IpAddress vip) {
    return stations.values().stream().filter(s -> book.isFor(s.on().name(), vip)).toList();
  }

  /** A VIP that no target has any more counts nowhere. */
  private Activity activity(IpAddress vip) {
    return book.targetOf(vip)
        .map(id -> activities.computeIfAbsent(id, i -> new Activity()))
        .orElseGet(Activity::new);
  }

  /**
   * What was done for a target.
   *
   * @param answering VIPs of it answered for now
   * @param lost frames lost on their way to this node
   */
  LinkActivity activity(TargetId id, int answering, long lost) {
    return activities.getOrDefault(id, new Activity()).counts(answering, lost);
  }

  /** The VIPs that it began or stopped to answer for since this was asked last, in words. */
  List<String> takeNews() {
    return news.take();
  }

  /** Whether something waits for a time that is milliseconds away. */
  public boolean isBusy() {
    return claims.isClaiming() || !probes.isEmpty();
  }

  /** Whether something waits for a time that is not far away. */
  public boolean isAnnouncing() {
    return !schedule.isEmpty();
  }

  /** Whether it answers for other VIPs, or on other interfaces, than when this was asked last. */
  public boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  public boolean holds(IpAddress vip) {
    return claims.holds(vip);
  }

  /** Who should answer, as far as this node knows. */
  public Optional<String> owner(IpAddress vip) {
    return claims.owner(vip);
  }

  public SortedMap<IpAddress, MacAddress> rivals() {
    return claims.rivals();
  }

  /** Whether an interface is there on which this VIP is to be answered for. */
  public boolean hasInterface(IpAddress vip) {
    return !stations(vip).isEmpty();
  }

  /** The interfaces that take part. */
  public SortedSet<String> interfaceNames() {
    return new TreeSet<>(stations.keySet());
  }

  /** The target in its present form. */
  public Optional<LinkTarget> target(TargetId id) {
    return book.target(id);
  }
}
