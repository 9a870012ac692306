package io.readback.spi.target;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole truth for one announcer: all its targets with all their routes.
 *
 * @param generation grows with each state; an older one never overrides a newer one
 */
public record DesiredState(long generation, SortedMap<TargetId, DesiredTarget> targets) {
  /** Nothing desired, older than every other state. */
  public static final DesiredState EMPTY = new DesiredState(0, new TreeMap<>());

  public DesiredState {
    targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
  }
}
