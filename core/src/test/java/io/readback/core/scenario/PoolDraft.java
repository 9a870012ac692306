package io.readback.core.scenario;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.AddressPool;
import io.readback.core.model.Dialect;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Labels;
import io.readback.core.model.Origin;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pool of Cilium's dialect in the making, for every Service unless said otherwise. */
public final class PoolDraft {
  private final String name;
  private final List<AddressBlock> blocks = new ArrayList<>();
  private Optional<LabelSelector> selector = Optional.empty();
  private boolean disabled;
  private boolean firstLastUsable = true;
  private Optional<Instant> created = Optional.empty();

  private PoolDraft(String name) {
    this.name = name;
  }

  /** Blocks as {@code 10.0.0.0/24} or {@code 10.0.0.1-10.0.0.9}. */
  public static PoolDraft pool(String name, String... blocks) {
    PoolDraft draft = new PoolDraft(name);
    for (String block : blocks) {
      int dash = block.indexOf('-');
      draft.blocks.add(
          dash < 0
              ? AddressBlock.of(IpPrefix.parse(block))
              : AddressBlock.of(
                  IpAddress.parse(block.substring(0, dash)),
                  IpAddress.parse(block.substring(dash + 1))));
    }
    return draft;
  }

  public PoolDraft onlyFor(String label, String value) {
    selector = Optional.of(new LabelSelector(Labels.of(Map.of(label, value)), List.of()));
    return this;
  }

  public PoolDraft disabled() {
    disabled = true;
    return this;
  }

  public PoolDraft endsReserved() {
    firstLastUsable = false;
    return this;
  }

  public PoolDraft created(String instant) {
    created = Optional.of(Instant.parse(instant));
    return this;
  }

  public AddressPool build() {
    return new AddressPool(
        name, Dialect.CILIUM, blocks, selector, disabled, firstLastUsable, created, Origin.UNKNOWN);
  }
}
