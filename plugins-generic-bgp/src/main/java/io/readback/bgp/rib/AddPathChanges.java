package io.readback.bgp.rib;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The difference between two versions for a session with path identifiers: of a prefix that stays,
 * only the paths that are new, and then the withdrawals of those that are gone, so that the peer
 * always has one.
 */
final class AddPathChanges implements PrefixMap.ChangeVisitor<Path> {
  private final Collection<AddressFamily> families;
  private final Map<AddressFamily, Map<Long, Map<Path, NlriBytes>>> announced =
      new EnumMap<>(AddressFamily.class);
  private final Map<AddressFamily, Map<Long, NlriBytes>> withdrawn =
      new EnumMap<>(AddressFamily.class);

  private AddPathChanges(Collection<AddressFamily> families) {
    this.families = families;
  }

  /**
   * @param delta the difference as all sessions have it
   * @param families those with path identifiers
   */
  static Transfer of(RouteDelta delta, Collection<AddressFamily> families) {
    AddPathChanges changes = new AddPathChanges(families);
    PrefixMap.changes(delta.from().paths(), delta.to().paths(), changes);
    return changes.transfer(delta);
  }

  @Override
  public void added(IpPrefix prefix, Path path) {
    if (families.contains(prefix.family())) {
      PathIds.of(path).forEach((id, single) -> announce(prefix, id, single));
    }
  }

  @Override
  public void removed(IpPrefix prefix, Path path) {
    if (families.contains(prefix.family())) {
      PathIds.of(path).keySet().forEach(id -> withdraw(prefix, id));
    }
  }

  @Override
  public void changed(IpPrefix prefix, Path before, Path after) {
    if (!families.contains(prefix.family())) {
      return;
    }
    Map<Long, Path> had = PathIds.of(before);
    Map<Long, Path> has = PathIds.of(after);
    has.forEach(
        (id, single) -> {
          if (!single.equals(had.get(id))) {
            announce(prefix, id, single);
          }
        });
    had.keySet().stream().filter(id -> !has.containsKey(id)).forEach(id -> withdraw(prefix, id));
  }

  private void announce(IpPrefix prefix, long id, Path single) {
    announced
        .computeIfAbsent(prefix.family(), f -> new TreeMap<>())
        .computeIfAbsent(id, i -> new LinkedHashMap<>())
        .computeIfAbsent(single, p -> new NlriBytes())
        .add(prefix);
  }

  private void withdraw(IpPrefix prefix, long id) {
    withdrawn
        .computeIfAbsent(prefix.family(), f -> new TreeMap<>())
        .computeIfAbsent(id, i -> new NlriBytes())
        .add(prefix);
  }

  private Transfer transfer(RouteDelta delta) {
    List<Transfer.Piece> pieces = new ArrayList<>();
    delta.transfer().pieces().stream()
        .filter(p -> !families.contains(p.family()))
        .forEach(pieces::add);
    announced.forEach(
        (family, byId) ->
            byId.forEach(
                (id, byPath) ->
                    byPath.forEach(
                        (path, nlri) ->
                            pieces.add(
                                new Transfer.Announce(family, path, List.of(nlri.slice()), id)))));
    withdrawn.forEach(
        (family, byId) ->
            byId.forEach(
                (id, nlri) ->
                    pieces.add(new Transfer.Withdraw(family, List.of(nlri.slice()), id))));
    return new Transfer(pieces);
  }
}
