package io.readback.core.scenario;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Labels;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.MetallbPool.Pinning;
import io.readback.core.model.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A pool of MetalLB's dialect in the making, for every Service unless said otherwise. */
public final class MetallbPoolDraft {
  private final String name;
  private final List<AddressBlock> blocks;
  private Labels labels = Labels.NONE;
  private boolean autoAssign = true;
  private boolean avoidBuggyIps;
  private boolean pinned;
  private int priority;
  private final SortedSet<String> namespaces = new TreeSet<>();
  private final List<LabelSelector> namespaceSelectors = new ArrayList<>();
  private final List<LabelSelector> serviceSelectors = new ArrayList<>();
  private Optional<Instant> created = Optional.empty();

  private MetallbPoolDraft(String name, List<AddressBlock> blocks) {
    this.name = name;
    this.blocks = blocks;
  }

  /** Blocks as {@code 10.0.0.0/24} or {@code 10.0.0.1-10.0.0.9}. */
  public static MetallbPoolDraft metallbPool(String name, String... blocks) {
    return new MetallbPoolDraft(name, PoolDraft.pool(name, blocks).build().blocks());
  }

  public MetallbPoolDraft label(String key, String value) {
    labels = labels.with(key, value);
    return this;
  }

  public MetallbPoolDraft onlyWhenAsked() {
    autoAssign = false;
    return this;
  }

  public MetallbPoolDraft avoidingBuggyIps() {
    avoidBuggyIps = true;
    return this;
  }

  /** {@code spec.serviceAllocation} with a priority; 0 is unset. */
  public MetallbPoolDraft pinned(int value) {
    pinned = true;
    priority = value;
    return this;
  }

  public MetallbPoolDraft namespaces(String... names) {
    pinned = true;
    namespaces.addAll(List.of(names));
    return this;
  }

  public MetallbPoolDraft namespacesWith(String label, String value) {
    pinned = true;
    namespaceSelectors.add(selector(label, value));
    return this;
  }

  public MetallbPoolDraft servicesWith(String label, String value) {
    pinned = true;
    serviceSelectors.add(selector(label, value));
    return this;
  }

  public MetallbPoolDraft created(String instant) {
    created = Optional.of(Instant.parse(instant));
    return this;
  }

  private static LabelSelector selector(String label, String value) {
    return new LabelSelector(Labels.of(Map.of(label, value)), List.of());
  }

  public MetallbPool build() {
    return new MetallbPool(
        name,
        "metallb-system",
        labels,
        blocks,
        autoAssign,
        avoidBuggyIps,
        pinned
            ? Optional.of(new Pinning(priority, namespaces, namespaceSelectors, serviceSelectors))
            : Optional.empty(),
        created,
        Origin.UNKNOWN);
  }
}
