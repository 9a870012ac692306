package io.readback.bgp.rib;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The difference between two versions of a table, encoded: withdrawals, then new paths. */
public final class RouteDelta {
  private final RouteTable from;
  private final RouteTable to;
  private final Transfer transfer;
  private final int octets;

  private RouteDelta(Builder b) {
    from = b.from;
    to = b.to;
    List<Transfer.Piece> pieces = new ArrayList<>();
    int sum = 0;
    for (Map.Entry<AddressFamily, NlriBytes> e : b.withdrawn.entrySet()) {
      sum += e.getValue().length();
      pieces.add(new Transfer.Withdraw(e.getKey(), List.of(e.getValue().slice())));
    }
    for (Map.Entry<AddressFamily, Map<Path, NlriBytes>> byPath : b.announced.entrySet()) {
      for (Map.Entry<Path, NlriBytes> e : byPath.getValue().entrySet()) {
        sum += e.getValue().length();
        pieces.add(
            new Transfer.Announce(byPath.getKey(), e.getKey(), List.of(e.getValue().slice())));
      }
    }
    octets = sum;
    transfer = new Transfer(pieces);
  }

  /**
   * Everything goes.
   *
   * @param nlri all prefixes of {@code from}
   */
  private RouteDelta(RouteTable from, RouteTable to, Map<AddressFamily, List<NlriSlice>> nlri) {
    this.from = from;
    this.to = to;
    List<Transfer.Piece> pieces = new ArrayList<>();
    int sum = 0;
    for (Map.Entry<AddressFamily, List<NlriSlice>> e : nlri.entrySet()) {
      sum += e.getValue().stream().mapToInt(NlriSlice::length).sum();
      pieces.add(new Transfer.Withdraw(e.getKey(), e.getValue()));
    }
    octets = sum;
    transfer = new Transfer(pieces);
  }

  /** To a version without routes, from encoded prefixes that are there already. */
  static RouteDelta allGone(
      RouteTable from, RouteTable to, Map<AddressFamily, List<NlriSlice>> nlri) {
    return new RouteDelta(from, to, nlri);
  }

  /** The difference between any two versions. */
  public static RouteDelta between(RouteTable from, RouteTable to) {
    Builder builder = new Builder(from, to);
    PrefixMap.changes(from.paths(), to.paths(), builder);
    return builder.build();
  }

  public RouteTable from() {
    return from;
  }

  public RouteTable to() {
    return to;
  }

  public boolean isEmpty() {
    return transfer.pieces().isEmpty();
  }

  /** Octets of NLRI, without the messages around them. */
  int octets() {
    return octets;
  }

  Transfer transfer() {
    return transfer;
  }

  /** Collects a difference in prefix order. */
  static final class Builder implements PrefixMap.ChangeVisitor<Path> {
    private final RouteTable from;
    private final RouteTable to;
    private final Map<AddressFamily, NlriBytes> withdrawn = new EnumMap<>(AddressFamily.class);
    private final Map<AddressFamily, Map<Path, NlriBytes>> announced =
        new EnumMap<>(AddressFamily.class);
    private @Nullable Path lastPath;
    private @Nullable AddressFamily lastFamily;
    private @Nullable NlriBytes last;

    Builder(RouteTable from, RouteTable to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void added(IpPrefix prefix, Path path) {
      NlriBytes bytes = last;
      if (bytes == null || path != lastPath || prefix.family() != lastFamily) {
        bytes =
            announced
                .computeIfAbsent(prefix.family(), f -> new LinkedHashMap<>())
                .computeIfAbsent(path, p -> new NlriBytes());
        last = bytes;
        lastPath = path;
        lastFamily = prefix.family();
      }
      bytes.add(prefix);
    }

    @Override
    public void removed(IpPrefix prefix, Path path) {
      withdrawn.computeIfAbsent(prefix.family(), f -> new NlriBytes()).add(prefix);
    }

    @Override
    public void changed(IpPrefix prefix, Path before, Path after) {
      added(prefix, after);
    }

    RouteDelta build() {
      return new RouteDelta(this);
    }
  }
}
