package io.readback.core.diff;

import io.readback.core.allocate.Vip;
import io.readback.core.diff.PlanDiff.LinkChange;
import io.readback.core.diff.PlanDiff.RouteChange;
import io.readback.core.diff.PlanDiff.ServiceChange;
import io.readback.core.diff.PlanDiff.SessionChange;
import io.readback.core.model.Problem;
import io.readback.core.model.ServiceRef;
import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares two moments of a cluster. Pure. */
public final class PlanComparison {
  private final ClusterPicture before;
  private final ClusterPicture after;

  private PlanComparison(ClusterPicture before, ClusterPicture after) {
    this.before = before;
    this.after = after;
  }

  /** What changes from the one to the other. */
  public static PlanDiff of(ClusterPicture before, ClusterPicture after) {
    PlanComparison comparison = new PlanComparison(before, after);
    List<SessionChange> sessions = new ArrayList<>();
    List<RouteChange> routes = new ArrayList<>();
    SortedSet<SessionKey> keys = new TreeSet<>(before.sessions().keySet());
    keys.addAll(after.sessions().keySet());
    for (SessionKey key : keys) {
      comparison.session(key).ifPresent(sessions::add);
      comparison.routes(key, routes);
    }
    return new PlanDiff(
        comparison.services(),
        sessions,
        routes,
        comparison.links(),
        KernelComparison.of(before, after),
        missingIn(before.problems(), after.problems()),
        missingIn(after.problems(), before.problems()));
  }

  private List<LinkChange> links() {
    List<LinkChange> out = new ArrayList<>();
    if (before.links().isEmpty() || after.links().isEmpty()) {
      return out;
    }
    SortedMap<IpAddress, LinkPicture> had = before.links().get();
    SortedMap<IpAddress, LinkPicture> has = after.links().get();
    SortedSet<IpAddress> vips = new TreeSet<>(had.keySet());
    vips.addAll(has.keySet());
    for (IpAddress vip : vips) {
      Optional<LinkPicture> was = Optional.ofNullable(had.get(vip));
      Optional<LinkPicture> is = Optional.ofNullable(has.get(vip));
      if (!was.equals(is)) {
        ClusterPicture of = is.isPresent() ? after : before;
        out.add(new LinkChange(vip, of.owners().of(vip.toPrefix()), was, is));
      }
    }
    return out;
  }

  private List<ServiceChange> services() {
    SortedSet<ServiceRef> refs = new TreeSet<>(before.vips().keySet());
    refs.addAll(after.vips().keySet());
    List<ServiceChange> out = new ArrayList<>();
    for (ServiceRef ref : refs) {
      service(
              ref,
              before.vips().getOrDefault(ref, List.of()),
              after.vips().getOrDefault(ref, List.of()))
          .ifPresent(out::add);
    }
    return out;
  }

  private Optional<ServiceChange> service(ServiceRef ref, List<Vip> had, List<Vip> has) {
    if (new TreeSet<>(had).equals(new TreeSet<>(has))) {
      return Optional.empty();
    }
    Set<IpAddress> lost = addresses(had);
    lost.removeAll(addresses(has));
    Set<IpAddress> gained = addresses(has);
    gained.removeAll(addresses(had));
    ServiceChange.Kind kind;
    if (lost.isEmpty()) {
      kind = gained.isEmpty() ? ServiceChange.Kind.POOL : ServiceChange.Kind.GAINED;
    } else {
      kind =
          families(lost).stream().anyMatch(families(gained)::contains)
              ? ServiceChange.Kind.MOVED
              : ServiceChange.Kind.LOST;
    }
    String reason = lost.isEmpty() ? "" : after.refusals().getOrDefault(ref, "");
    return Optional.of(new ServiceChange(ref, kind, had, has, reason));
  }

  private static Set<IpAddress> addresses(List<Vip> vips) {
    Set<IpAddress> out = new TreeSet<>();
    vips.forEach(vip -> out.add(vip.ip()));
    return out;
  }

  private static Set<AddressFamily> families(Set<IpAddress> addresses) {
    Set<AddressFamily> out = new HashSet<>();
    addresses.forEach(address -> out.add(address.family()));
    return out;
  }

  private Optional<SessionChange> session(SessionKey key) {
    SessionPicture was = before.sessions().get(key);
    SessionPicture is = after.sessions().get(key);
    if (was == null || is == null) {
      return Optional.of(
          new SessionChange(
              key,
              was == null ? SessionChange.Kind.ADDED : SessionChange.Kind.REMOVED,
              peerAddress(key),
              List.of()));
    }
    List<SessionChange.Setting> settings = new ArrayList<>();
    SortedSet<String> names = new TreeSet<>(was.settings().keySet());
    names.addAll(is.settings().keySet());
    for (String name : names) {
      // a setting that one side does not show is of another version and proves nothing
      String old = was.settings().get(name);
      String now = is.settings().get(name);
      if (old != null && now != null && !old.equals(now)) {
        settings.add(new SessionChange.Setting(name, old, now));
      }
    }
    if (differ(was.password(), is.password())) {
      settings.add(new SessionChange.Setting(SessionPicture.PASSWORD, "set", "set to another"));
    }
    return settings.isEmpty()
        ? Optional.empty()
        : Optional.of(new SessionChange(key, SessionChange.Kind.RESET, peerAddress(key), settings));
  }

  private static boolean differ(Optional<Secret> a, Optional<Secret> b) {
    return a.isPresent() && b.isPresent() && !a.get().equals(b.get());
  }

  private String peerAddress(SessionKey key) {
    SessionPicture is = after.sessions().getOrDefault(key, before.sessions().get(key));
    return is == null ? "" : is.settings().getOrDefault("peerAddress", "");
  }

  private void routes(SessionKey key, List<RouteChange> out) {
    String peerAddress = peerAddress(key);
    RouteTable had = table(before, key);
    RouteTable has = table(after, key);
    RouteTable.changes(
        had,
        has,
        new RouteTable.Changes() {
          @Override
          public void announce(IpPrefix prefix, Path path) {
            out.add(change(key, peerAddress, prefix, Optional.ofNullable(had.get(prefix)), path));
          }

          @Override
          public void withdraw(IpPrefix prefix, Path path) {
            out.add(
                new RouteChange(
                    key,
                    peerAddress,
                    prefix,
                    before.owners().of(prefix),
                    Optional.of(path),
                    Optional.empty()));
          }
        });
  }

  private RouteChange change(
      SessionKey key, String peerAddress, IpPrefix prefix, Optional<Path> had, Path path) {
    return new RouteChange(
        key, peerAddress, prefix, after.owners().of(prefix), had, Optional.of(path));
  }

  private static RouteTable table(ClusterPicture picture, SessionKey key) {
    SessionPicture session = picture.sessions().get(key);
    return session == null ? RouteTable.EMPTY : session.routes();
  }

  /** The problems of {@code all} that {@code known} has not, wherever they stand. */
  private static List<Problem> missingIn(List<Problem> known, List<Problem> all) {
    Map<Object, Integer> there = new HashMap<>();
    known.forEach(problem -> there.merge(identity(problem), 1, Integer::sum));
    List<Problem> out = new ArrayList<>();
    for (Problem problem : all) {
      if (there.merge(identity(problem), -1, Integer::sum) < 0) {
        out.add(problem);
      }
    }
    return out;
  }

  private static List<Object> identity(Problem problem) {
    return List.of(problem.code(), problem.object(), problem.field(), problem.message());
  }
}
