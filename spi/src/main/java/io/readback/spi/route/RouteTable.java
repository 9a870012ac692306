package io.readback.spi.route;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The routes one target should hold, or holds: an immutable version of a table. Versions share
 * structure ({@link PrefixMap}), so a target keeps the version it has, takes the version it should
 * have, and works through {@link #changes}, whose cost is the difference.
 *
 * @param paths the path of each prefix, both families
 */
public record RouteTable(PrefixMap<Path> paths) {
  public static final RouteTable EMPTY = new RouteTable(PrefixMap.empty());

  /** The table of these routes; of two with the same prefix the later one counts. */
  public static RouteTable of(Collection<Route> routes) {
    PrefixMap<Path> paths = PrefixMap.empty();
    for (Route route : routes) {
      paths = paths.with(route.prefix(), route.path());
    }
    return new RouteTable(paths);
  }

  public int size() {
    return paths.size();
  }

  public @Nullable Path get(IpPrefix prefix) {
    return paths.get(prefix);
  }

  public RouteTable with(IpPrefix prefix, Path path) {
    PrefixMap<Path> changed = paths.with(prefix, path);
    return changed == paths ? this : new RouteTable(changed);
  }

  public RouteTable without(IpPrefix prefix) {
    PrefixMap<Path> changed = paths.without(prefix);
    return changed == paths ? this : new RouteTable(changed);
  }

  /** Calls {@code action} for each route in prefix order. */
  public void forEach(Consumer<Route> action) {
    paths.forEach(e -> action.accept(new Route(e.getKey(), e.getValue())));
  }

  /** Walks from one version to another in prefix order; a path equal in both is no change. */
  public static void changes(RouteTable from, RouteTable to, Changes changes) {
    PrefixMap.changes(
        from.paths,
        to.paths,
        new PrefixMap.ChangeVisitor<Path>() {
          @Override
          public void added(IpPrefix prefix, Path path) {
            changes.announce(prefix, path);
          }

          @Override
          public void removed(IpPrefix prefix, Path path) {
            changes.withdraw(prefix, path);
          }

          @Override
          public void changed(IpPrefix prefix, Path before, Path after) {
            changes.announce(prefix, after);
          }
        });
  }

  /** What it takes to get from one version to another. */
  public interface Changes {
    /** {@code prefix} is new or has another path. */
    void announce(IpPrefix prefix, Path path);

    /** {@code prefix} is gone; {@code path} is what it had. */
    void withdraw(IpPrefix prefix, Path path);
  }
}
