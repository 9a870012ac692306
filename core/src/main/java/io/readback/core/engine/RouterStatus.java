package io.readback.core.engine;

import io.readback.core.dispatch.LaneStatus;
import io.readback.core.observe.GlassId;
import io.readback.spi.observe.Vantage;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A router and how its looking glasses do; what they saw stands in {@link
 * EngineStatus#observations}.
 *
 * @param glasses those that run, in the order of the manifest
 */
public record RouterStatus(String name, List<GlassStatus> glasses) {
  public RouterStatus {
    glasses = List.copyOf(glasses);
  }

  /**
   * One looking glass.
   *
   * @param vantages what it can cover at best; empty until it was made
   */
  public record GlassStatus(GlassId id, LaneStatus lane, Set<Vantage> vantages) {
    public GlassStatus {
      vantages = Collections.unmodifiableSortedSet(new TreeSet<>(vantages));
    }
  }
}
