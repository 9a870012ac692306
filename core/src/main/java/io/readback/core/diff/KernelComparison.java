package io.readback.core.diff;

import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the routes of kernels at two moments of a cluster. Pure. */
final class KernelComparison {
  private final ClusterPicture before;
  private final ClusterPicture after;
  private final ClusterPicture.Owners vipsBefore;
  private final ClusterPicture.Owners vipsAfter;

  private KernelComparison(ClusterPicture before, ClusterPicture after) {
    this.before = before;
    this.after = after;
    this.vipsBefore = ClusterPicture.ownersOf(before.vips());
    this.vipsAfter = ClusterPicture.ownersOf(after.vips());
  }

  /** Nothing where one side does not know them. */
  static List<KernelChange> of(ClusterPicture before, ClusterPicture after) {
    List<KernelChange> out = new ArrayList<>();
    if (before.kernels().isPresent() && after.kernels().isPresent()) {
      new KernelComparison(before, after).all(before.kernels().get(), after.kernels().get(), out);
    }
    return out;
  }

  private void all(
      SortedMap<KernelKey, KernelPicture> had,
      SortedMap<KernelKey, KernelPicture> has,
      List<KernelChange> out) {
    SortedSet<KernelKey> keys = new TreeSet<>(had.keySet());
    keys.addAll(has.keySet());
    for (KernelKey key : keys) {
      KernelPicture was = had.get(key);
      KernelPicture is = has.get(key);
      if (was != null && is != null && was.place().equals(is.place())) {
        changed(key, was, is, out);
      } else {
        everyRoute(key, was, is, out);
      }
    }
  }

  private void changed(KernelKey key, KernelPicture was, KernelPicture is, List<KernelChange> out) {
    PrefixMap.changes(
        was.routes(),
        is.routes(),
        new PrefixMap.ChangeVisitor<List<String>>() {
          @Override
          public void added(IpPrefix prefix, List<String> way) {
            out.add(change(key, prefix, Optional.empty(), row(is, way)));
          }

          @Override
          public void removed(IpPrefix prefix, List<String> way) {
            out.add(change(key, prefix, row(was, way), Optional.empty()));
          }

          @Override
          public void changed(IpPrefix prefix, List<String> had, List<String> has) {
            out.add(change(key, prefix, row(was, had), row(is, has)));
          }
        });
  }

  /** The place comes, goes or changes, and with it every route. */
  private void everyRoute(
      KernelKey key,
      @Nullable KernelPicture was,
      @Nullable KernelPicture is,
      List<KernelChange> out) {
    SortedSet<IpPrefix> prefixes = new TreeSet<>();
    if (was != null) {
      prefixes.addAll(was.routes().keys());
    }
    if (is != null) {
      prefixes.addAll(is.routes().keys());
    }
    for (IpPrefix prefix : prefixes) {
      out.add(change(key, prefix, row(was, prefix), row(is, prefix)));
    }
  }

  private static Optional<KernelPicture.Row> row(@Nullable KernelPicture of, IpPrefix prefix) {
    List<String> way = of == null ? null : of.routes().get(prefix);
    return of == null || way == null ? Optional.empty() : row(of, way);
  }

  private static Optional<KernelPicture.Row> row(KernelPicture of, List<String> way) {
    return Optional.of(new KernelPicture.Row(of.place(), way));
  }

  private KernelChange change(
      KernelKey key,
      IpPrefix prefix,
      Optional<KernelPicture.Row> had,
      Optional<KernelPicture.Row> has) {
    ClusterPicture.Owners routes = has.isPresent() ? after.owners() : before.owners();
    ClusterPicture.Owners vips = has.isPresent() ? vipsAfter : vipsBefore;
    // routes to single VIPs are theirs who hold the VIP; others are caused by what is announced
    SortedSet<ServiceRef> services = new TreeSet<>(vips.of(prefix));
    services.addAll(routes.of(prefix));
    return new KernelChange(key, prefix, services, had, has);
  }
}
