package io.readback.core.allocate;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.Dialect;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.MetallbPool.Pinning;
import io.readback.core.model.Namespace;
import io.readback.spi.net.IpAddress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pool of MetalLB's dialect with its free addresses and the Services it is for. */
final class MetallbSpace {
  /** A block with what is free of it. */
  record Range(AddressBlock block, FreeSpace free) {}

  private final MetallbPool pool;
  private final Optional<String> refused;
  private final List<Range> ranges = new ArrayList<>();
  private final Map<String, Namespace> known;

  /**
   * @param refused why it gives out nothing new
   */
  MetallbSpace(MetallbPool pool, Optional<String> refused, Map<String, Namespace> known) {
    this.pool = pool;
    this.refused = refused;
    for (AddressBlock block : pool.blocks()) {
      ranges.add(
          new Range(
              block, pool.avoidBuggyIps() ? FreeSpace.withoutBuggy(block) : new FreeSpace(block)));
    }
    this.known = known;
  }

  String name() {
    return pool.name();
  }

  /** Whether new addresses may be given out; holders keep theirs in any case. */
  boolean allocating() {
    return refused.isEmpty();
  }

  boolean isPinned() {
    return pool.pinning().isPresent();
  }

  boolean autoAssign() {
    return pool.autoAssign();
  }

  /** The lowest is asked first; unset is last. */
  int priority() {
    int written = pool.pinning().map(Pinning::priority).orElse(0);
    return written == 0 ? Integer.MAX_VALUE : written;
  }

  List<Range> ranges() {
    return ranges;
  }

  boolean contains(IpAddress address) {
    return rangeOf(address).isPresent();
  }

  /** Whether the pool is for the Service. */
  boolean serves(MetallbRequest request) {
    return serves(pool, request, known);
  }

  /** Whether a pool is for a Service: all are for it, where nothing pins the pool to some. */
  static boolean serves(MetallbPool pool, MetallbRequest request, Map<String, Namespace> known) {
    if (pool.pinning().isEmpty()) {
      return true;
    }
    Pinning pinning = pool.pinning().get();
    List<LabelSelector> ofServices = pinning.serviceSelectors();
    return (ofServices.isEmpty() || ofServices.stream().anyMatch(s -> s.matches(request.labels())))
        && servesNamespace(pinning, request.ref().namespace(), known);
  }

  private static boolean servesNamespace(
      Pinning pinning, String name, Map<String, Namespace> known) {
    if (pinning.namespaces().isEmpty() && pinning.namespaceSelectors().isEmpty()) {
      return true;
    }
    Namespace namespace = known.get(name);
    return pinning.namespaces().contains(name)
        || namespace != null
            && pinning.namespaceSelectors().stream().anyMatch(s -> s.matches(namespace.labels()));
  }

  void take(IpAddress address) {
    rangeOf(address).ifPresent(range -> range.free().take(address));
  }

  void release(IpAddress address) {
    rangeOf(address).ifPresent(range -> range.free().release(address));
  }

  /**
   * Of a pool that overlaps itself the first: only what is taken of a range is given back to it.
   */
  private Optional<Range> rangeOf(IpAddress address) {
    return pool.avoidBuggyIps() && FreeSpace.isBuggy(address)
        ? Optional.empty()
        : ranges.stream().filter(range -> range.block().contains(address)).findFirst();
  }

  PoolUsage usage() {
    BigInteger total = BigInteger.ZERO;
    BigInteger used = BigInteger.ZERO;
    for (Range range : ranges) {
      total = total.add(range.free().total());
      used = used.add(range.free().used());
    }
    return new PoolUsage(
        pool.name(),
        Dialect.METALLB,
        pool.blocks(),
        total,
        used,
        total.subtract(used),
        refused
            .map(
                why ->
                    List.of(
                        new Condition(
                            "metallb.io/PoolConflict", Condition.Status.TRUE, "overlap", why)))
            .orElse(List.of()));
  }
}
