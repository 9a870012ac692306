package io.readback.bgp.rib;

import io.readback.bgp.codec.Nlri;
import io.readback.bgp.message.RouteRefresh;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A version of a {@link RouteTable} with its prefixes kept encoded by family and path, so that a
 * new session sends copies of what is there. Shared by all peers with the same table. Moving to
 * another version costs the difference. Used by one thread.
 */
public final class EncodedTable {
  /** Encodings remembered: those of sessions that are gone are not told apart from the others. */
  private static final int MOST_ENCODINGS = 256;

  private RouteTable version = RouteTable.EMPTY;
  private final Map<AddressFamily, Map<Path, NlriBlock>> blocks =
      new EnumMap<>(AddressFamily.class);

  /** How the paths go out, by encoding. */
  private final Map<RouteEncoding, RouteForms> forms = new HashMap<>();

  /** The whole table as messages, for the sessions that are being brought up. */
  private final Map<RouteForms, TableStream> streams = new IdentityHashMap<>();

  /** The block last used: neighbouring prefixes mostly have the same path. */
  private @Nullable Path lastPath;

  private @Nullable AddressFamily lastFamily;
  private @Nullable NlriBlock lastBlock;

  public EncodedTable() {
    for (AddressFamily family : AddressFamily.values()) {
      blocks.put(family, new LinkedHashMap<>());
    }
  }

  /** The version this table holds. */
  public RouteTable version() {
    return version;
  }

  /** How paths go out on sessions of this encoding; the same for all of them. */
  RouteForms forms(RouteEncoding encoding) {
    if (forms.size() >= MOST_ENCODINGS) {
      forms.clear();
    }
    return forms.computeIfAbsent(encoding, RouteForms::new);
  }

  /** All messages of a new session. */
  TableStream.Reader stream(RouteForms wanted) {
    return streams
        .computeIfAbsent(
            wanted,
            f ->
                new TableStream(
                    f, full(f.encoding().families(), true), stream -> streams.remove(f, stream)))
        .reader();
  }

  /** A table of the same version that moves by itself. */
  public EncodedTable copy() {
    EncodedTable copy = new EncodedTable();
    copy.version = version;
    blocks.forEach(
        (family, byPath) ->
            byPath.forEach((path, block) -> copy.byPath(family).put(path, block.copy())));
    return copy;
  }

  /** Moves to {@code next} and returns the difference. */
  public RouteDelta advance(RouteTable next) {
    streams.values().forEach(TableStream::retire);
    streams.clear();
    if (next.size() == 0) {
      return empty(next);
    }
    RouteDelta.Builder delta = new RouteDelta.Builder(version, next);
    PrefixMap.changes(
        version.paths(),
        next.paths(),
        new PrefixMap.ChangeVisitor<Path>() {
          @Override
          public void added(IpPrefix prefix, Path path) {
            block(prefix.family(), path).add(prefix);
            delta.added(prefix, path);
          }

          @Override
          public void removed(IpPrefix prefix, Path path) {
            remove(prefix, path);
            delta.removed(prefix, path);
          }

          @Override
          public void changed(IpPrefix prefix, Path before, Path after) {
            remove(prefix, before);
            block(prefix.family(), after).add(prefix);
            delta.changed(prefix, before, after);
          }
        });
    version = next;
    return delta.build();
  }

  /** As {@link #advance}, without a step for each route. */
  private RouteDelta empty(RouteTable next) {
    Map<AddressFamily, List<NlriSlice>> gone = new EnumMap<>(AddressFamily.class);
    blocks.forEach(
        (family, byPath) -> {
          List<NlriSlice> slices = new ArrayList<>();
          byPath.values().forEach(block -> slices.addAll(block.snapshot()));
          if (!slices.isEmpty()) {
            gone.put(family, slices);
          }
          byPath.clear();
        });
    lastBlock = null;
    RouteDelta delta = RouteDelta.allGone(version, next, gone);
    version = next;
    return delta;
  }

  private Map<Path, NlriBlock> byPath(AddressFamily family) {
    Map<Path, NlriBlock> byPath = blocks.get(family);
    if (byPath == null) {
      throw new IllegalStateException("no place for " + family);
    }
    return byPath;
  }

  private NlriBlock block(AddressFamily family, Path path) {
    NlriBlock block = lastBlock;
    if (block == null || path != lastPath || family != lastFamily) {
      block = byPath(family).computeIfAbsent(path, p -> new NlriBlock());
      lastPath = path;
      lastFamily = family;
      lastBlock = block;
    }
    return block;
  }

  private void remove(IpPrefix prefix, Path path) {
    NlriBlock block = block(prefix.family(), path);
    block.remove(prefix);
    if (block.count() == 0) {
      byPath(prefix.family()).remove(path);
      lastBlock = null;
    }
  }

  /** The paths of {@code family}, each used by at least one prefix. */
  public Set<Path> paths(AddressFamily family) {
    return byPath(family).keySet();
  }

  /** The prefixes of {@code family} that have {@code path}, in order. */
  public List<IpPrefix> prefixes(AddressFamily family, Path path) {
    NlriBlock block = byPath(family).get(path);
    List<IpPrefix> prefixes = new ArrayList<>();
    if (block != null) {
      for (NlriSlice slice : block.snapshot()) {
        for (int at = 0; at < slice.length(); at += Nlri.octets(slice.bytes(), at)) {
          prefixes.add(Nlri.read(slice.bytes(), at, family));
        }
      }
    }
    return prefixes;
  }

  /**
   * All routes of {@code families} again, on the peer's request.
   *
   * @param enhanced whether each family is framed by BoRR and EoRR (RFC 7313 section 4)
   */
  Transfer refresh(List<AddressFamily> families, boolean enhanced) {
    if (!enhanced) {
      return full(families, false);
    }
    List<Transfer.Piece> pieces = new ArrayList<>();
    for (AddressFamily family : families) {
      pieces.add(new Transfer.RefreshMarker(family, RouteRefresh.BEGIN));
      pieces.addAll(full(List.of(family), false).pieces());
      pieces.add(new Transfer.RefreshMarker(family, RouteRefresh.END));
    }
    return new Transfer(pieces);
  }

  /** All routes of {@code families} as they are now. */
  Transfer full(List<AddressFamily> families, boolean endOfRib) {
    List<Transfer.Piece> pieces = new ArrayList<>();
    for (AddressFamily family : families) {
      byPath(family)
          .forEach(
              (path, block) -> pieces.add(new Transfer.Announce(family, path, block.snapshot())));
      if (endOfRib) {
        pieces.add(new Transfer.EndOfRib(family));
      }
    }
    return new Transfer(pieces);
  }
}
