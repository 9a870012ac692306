package io.readback.layer2.link;

import io.readback.layer2.frame.NeighborMessage;
import io.readback.layer2.respond.Covers;
import io.readback.layer2.respond.FrameFilter;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.LinkMember;
import io.readback.spi.target.LinkTarget;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The VIPs of all targets: what they ask for, and the difference from one state to the next. */
final class VipBook {
  private final SortedMap<TargetId, DesiredTarget> targets = new TreeMap<>();
  private final Map<IpAddress, Entry> entries = new HashMap<>();
  private final Map<String, LinkMember> members = new HashMap<>();
  private final Map<String, Listening> heard = new HashMap<>();

  /** One VIP. */
  record Entry(IpAddress vip, TargetId target, List<LinkMember> candidates) {}

  /** From one state to the next. */
  record Step(Collection<Entry> changed, Set<IpAddress> gone) {
    boolean isNothing() {
      return changed.isEmpty() && gone.isEmpty();
    }
  }

  /** Costs what changed. A VIP that goes from one target to another is not gone. */
  Step take(SortedMap<TargetId, DesiredTarget> next) {
    Map<IpAddress, Entry> changed = new LinkedHashMap<>();
    Set<IpAddress> gone = new HashSet<>();
    SortedSet<TargetId> ids = new TreeSet<>(targets.keySet());
    ids.addAll(next.keySet());
    for (TargetId id : ids) {
      DesiredTarget before = targets.get(id);
      DesiredTarget after = next.get(id);
      LinkTarget spec = after != null && after.spec() instanceof LinkTarget link ? link : null;
      RouteTable from = before == null ? RouteTable.EMPTY : before.routes();
      RouteTable to = spec == null || after == null ? RouteTable.EMPTY : after.routes();
      if (before != null && after != null && !before.spec().equals(after.spec())) {
        from.forEach(r -> gone(r.prefix(), id, gone));
        from = RouteTable.EMPTY;
      }
      changes(id, spec, from, to, changed, gone);
    }
    gone.removeAll(changed.keySet());
    gone.forEach(entries::remove);
    entries.putAll(changed);
    replaceTargets(next);
    return new Step(changed.values(), gone);
  }

  private void replaceTargets(SortedMap<TargetId, DesiredTarget> next) {
    targets.clear();
    members.clear();
    next.forEach(
        (id, target) -> {
          if (target.spec() instanceof LinkTarget link) {
            targets.put(id, target);
            members.putAll(link.members());
          }
        });
    heard.keySet().removeIf(name -> targets.isEmpty());
  }

  private void changes(
      TargetId id,
      @Nullable LinkTarget spec,
      RouteTable from,
      RouteTable to,
      Map<IpAddress, Entry> changed,
      Set<IpAddress> gone) {
    Map<Path, List<LinkMember>> candidates = new IdentityHashMap<>();
    RouteTable.changes(
        from,
        to,
        new RouteTable.Changes() {
          @Override
          public void announce(IpPrefix prefix, Path path) {
            if (spec != null && prefix.isHost()) {
              IpAddress vip = prefix.network();
              changed.put(
                  vip, new Entry(vip, id, candidates.computeIfAbsent(path, spec::candidates)));
            }
          }

          @Override
          public void withdraw(IpPrefix prefix, Path path) {
            gone(prefix, id, gone);
          }
        });
  }

  private void gone(IpPrefix prefix, TargetId id, Set<IpAddress> gone) {
    Entry entry = entries.get(prefix.network());
    if (entry != null && entry.target().equals(id)) {
      gone.add(prefix.network());
    }
  }

  Optional<LinkTarget> target(TargetId id) {
    DesiredTarget found = targets.get(id);
    return found != null && found.spec() instanceof LinkTarget link
        ? Optional.of(link)
        : Optional.empty();
  }

  Optional<LinkMember> member(String node) {
    return Optional.ofNullable(members.get(node));
  }

  Optional<TargetId> targetOf(IpAddress vip) {
    return Optional.ofNullable(entries.get(vip)).map(Entry::target);
  }

  boolean isFor(String interfaceName, IpAddress vip) {
    Entry entry = entries.get(vip);
    return entry != null && isFor(interfaceName, entry.target());
  }

  private boolean isFor(String interfaceName, TargetId id) {
    return target(id)
        .map(LinkTarget::interfaces)
        .filter(i -> i.isAll() ? !InterfaceRules.isInner(interfaceName) : i.selects(interfaceName))
        .isPresent();
  }

  /** The VIPs of an interface. */
  Stream<IpAddress> vips(String interfaceName) {
    Set<TargetId> selecting = new HashSet<>();
    targets.keySet().stream().filter(id -> isFor(interfaceName, id)).forEach(selecting::add);
    return entries.values().stream().filter(e -> selecting.contains(e.target())).map(Entry::vip);
  }

  /**
   * What an interface must hear. As long as the prefixes of before hold all VIPs they stay, so that
   * its filter need not change with each VIP.
   */
  Listening listening(String interfaceName) {
    List<IpAddress> vips = new ArrayList<>(vips(interfaceName).toList());
    Listening before = heard.getOrDefault(interfaceName, Listening.NOTHING);
    SortedSet<IpAddress> groups = new TreeSet<>();
    vips.stream()
        .filter(IpAddress::isIpv6)
        .map(NeighborMessage::solicitedNode)
        .forEach(groups::add);
    Listening now =
        new Listening(
            covers(before.ipv4(), vips, AddressFamily.IPV4),
            covers(before.ipv6(), vips, AddressFamily.IPV6),
            groups);
    heard.put(interfaceName, now);
    return now;
  }

  private static List<IpPrefix> covers(
      List<IpPrefix> before, List<IpAddress> vips, AddressFamily family) {
    boolean any = false;
    boolean all = true;
    for (IpAddress vip : vips) {
      if (vip.family() == family) {
        any = true;
        all &= before.stream().anyMatch(c -> c.contains(vip));
      }
    }
    if (!any) {
      return List.of();
    }
    return all ? before : Covers.of(vips, family, FrameFilter.MAX_COVERS);
  }
}
