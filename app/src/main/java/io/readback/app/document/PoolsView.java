package io.readback.app.document;

import io.readback.core.allocate.PoolUsage;
import java.util.Collection;
import java.util.List;

/** {@code pools}: by name. */
final class PoolsView {
  private PoolsView() {}

  static List<PoolRow> of(Collection<PoolUsage> pools) {
    return pools.stream()
        .map(
            p ->
                new PoolRow(
                    p.name(),
                    p.dialect().toString(),
                    p.blocks().stream()
                        .map(b -> new PoolRow.BlockRow(b.start().toString(), b.stop().toString()))
                        .toList(),
                    p.total(),
                    p.used(),
                    p.available(),
                    ServicesView.conditions(p.conditions())))
        .toList();
  }
}
