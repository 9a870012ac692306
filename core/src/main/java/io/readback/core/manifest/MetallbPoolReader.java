package io.readback.core.manifest;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.MetallbPool.Pinning;
import io.readback.core.model.Origin;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** IPAddressPool. As with MetalLB's admission, one broken field leaves the pool without effect. */
final class MetallbPoolReader {
  private MetallbPoolReader() {}

  static Optional<MetallbPool> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.required("spec").flatMap(ValueReader::object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    SoundFields spec = new SoundFields(found.get());
    List<AddressBlock> blocks = new ArrayList<>();
    List<ValueReader> addresses = spec.items("addresses");
    for (ValueReader entry : addresses) {
      Optional<AddressBlock> block = block(entry);
      spec.needs(block.isPresent());
      block.ifPresent(blocks::add);
    }
    if (addresses.isEmpty()) {
      spec.error("addresses", "the pool has no addresses", "List prefixes, or ranges as start-end");
    }
    boolean autoAssign = spec.flag("autoAssign", true);
    boolean avoidBuggyIps = spec.flag("avoidBuggyIPs", false);
    Optional<SoundFields> allocation = spec.object("serviceAllocation");
    Optional<Pinning> pinning = allocation.map(MetallbPoolReader::pinning);
    allocation.ifPresent(part -> spec.needs(part.finish()));
    if (!spec.finishObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new MetallbPool(
            metadata.name(),
            metadata.namespace(),
            metadata.labels(),
            blocks,
            autoAssign,
            avoidBuggyIps,
            pinning,
            metadata.created(),
            origin));
  }

  private static Pinning pinning(SoundFields fields) {
    int priority = fields.integer32("priority", Integer.MIN_VALUE, Integer.MAX_VALUE).orElse(0);
    if (priority < 0) {
      fields.notice(
          "priority",
          "MetalLB gives a priority below 0 no certain place; here the pool is asked before others",
          "Use 1 and up, the lowest is asked first");
    }
    SortedSet<String> namespaces = fields.distinctNames("namespaces");
    List<LabelSelector> ofNamespaces = fields.distinctSelectors("namespaceSelectors");
    List<LabelSelector> ofServices = fields.distinctSelectors("serviceSelectors");
    return new Pinning(priority, namespaces, ofNamespaces, ofServices);
  }

  private static Optional<AddressBlock> block(ValueReader entry) {
    Optional<String> text = entry.text();
    int dash = text.map(t -> t.indexOf('-')).orElse(-1);
    if (text.isEmpty() || dash < 0) {
      return text.isEmpty() ? Optional.empty() : entry.prefix().map(AddressBlock::of);
    }
    Optional<IpAddress> start = IpAddress.tryParse(text.get().substring(0, dash).strip());
    Optional<IpAddress> end = IpAddress.tryParse(text.get().substring(dash + 1).strip());
    if (start.isEmpty() || end.isEmpty()) {
      entry.error(
          entry.quoted() + " is not a range of addresses",
          "Write it as 192.0.2.10-192.0.2.20, or as a prefix");
      return Optional.empty();
    }
    if (start.get().family() != end.get().family()) {
      entry.error(
          "start and end of " + entry.quoted() + " are of different families",
          "Make a range of each family");
      return Optional.empty();
    }
    if (start.get().compareTo(end.get()) > 0) {
      entry.error(entry.quoted() + " starts above its end", "Exchange the two");
      return Optional.empty();
    }
    return Optional.of(AddressBlock.of(start.get(), end.get()));
  }
}
