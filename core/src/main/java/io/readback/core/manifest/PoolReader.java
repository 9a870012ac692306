package io.readback.core.manifest;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.AddressPool;
import io.readback.core.model.Dialect;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Origin;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CiliumLoadBalancerIPPool. */
final class PoolReader {
  private static final Map<String, Boolean> YES_NO = Map.of("Yes", true, "No", false);

  private PoolReader() {}

  /**
   * A broken selector or {@code disabled} leaves the pool without effect, a broken block only
   * itself.
   */
  static Optional<AddressPool> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.required("spec").flatMap(ValueReader::object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FieldReader spec = found.get();
    List<AddressBlock> blocks = new ArrayList<>();
    spec.objects("blocks").forEach(entry -> block(entry).ifPresent(blocks::add));
    // the name of blocks before Cilium 1.16
    spec.objects("cidrs").forEach(entry -> block(entry).ifPresent(blocks::add));
    spec.deprecated("cidrs", "cidrs is the name of blocks before Cilium 1.16", "Call it blocks");
    Optional<LabelSelector> selector = spec.selector("serviceSelector");
    Optional<Boolean> disabled = spec.value("disabled").flatMap(ValueReader::flag);
    boolean firstLast = spec.choice("allowFirstLastIPs", YES_NO).orElse(true);
    spec.finish();
    if (!spec.has("blocks") && !spec.has("cidrs")) {
      spec.error("blocks", "the pool has no addresses", "Add blocks with cidr, or start and stop");
    }
    boolean broken =
        selector.isEmpty() && spec.has("serviceSelector")
            || disabled.isEmpty() && spec.has("disabled");
    if (broken) {
      return Optional.empty();
    }
    return Optional.of(
        new AddressPool(
            metadata.name(),
            Dialect.CILIUM,
            blocks,
            selector,
            disabled.orElse(false),
            firstLast,
            metadata.created(),
            origin));
  }

  private static Optional<AddressBlock> block(FieldReader entry) {
    Optional<AddressBlock> block = entry.has("cidr") ? cidr(entry) : range(entry);
    entry.skip("cidr", "start", "stop");
    entry.finish();
    return block;
  }

  private static Optional<AddressBlock> cidr(FieldReader entry) {
    if (entry.has("start") || entry.has("stop")) {
      entry.error(
          entry.has("start") ? "start" : "stop",
          "cidr is given as well and decides, start and stop have no effect",
          "Make two blocks of it, or remove one form");
    }
    return entry.value("cidr").flatMap(ValueReader::prefix).map(AddressBlock::of);
  }

  private static Optional<AddressBlock> range(FieldReader entry) {
    if (!entry.has("start")) {
      entry.error(
          entry.has("stop")
              ? "start is missing, the block has no effect"
              : "the block has neither cidr nor start, it has no effect",
          "Give it cidr, or start and stop");
      return Optional.empty();
    }
    Optional<IpAddress> start = entry.address("start");
    Optional<IpAddress> stop = entry.has("stop") ? entry.address("stop") : start;
    if (start.isEmpty() || stop.isEmpty()) {
      return Optional.empty();
    }
    if (start.get().family() != stop.get().family()) {
      entry.error(
          "stop",
          "start "
              + start.get()
              + " and stop "
              + stop.get()
              + " are of different families, the block has no effect",
          "Make a block of each family");
      return Optional.empty();
    }
    if (start.get().compareTo(stop.get()) > 0) {
      entry.error(
          "start",
          "start " + start.get() + " is above stop " + stop.get() + ", the block has no effect",
          "Exchange the two");
      return Optional.empty();
    }
    return Optional.of(AddressBlock.of(start.get(), stop.get()));
  }
}
