package io.readback.core.engine;

import io.readback.core.dispatch.LaneStatus;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.target.TargetId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An announcer as the engine sees it.
 *
 * @param name in configuration
 * @param type of its plugin part
 * @param lane how its calls go
 * @param targets what it is responsible for
 * @param offered generation of the newest state meant for it; 0: none yet
 * @param accepted generation of the newest state it accepted; 0: none yet
 * @param observation its latest word
 */
public record AnnouncerStatus(
    String name,
    String type,
    LaneStatus lane,
    SortedSet<TargetId> targets,
    long offered,
    long accepted,
    Optional<AnnouncerObservation> observation) {
  public AnnouncerStatus {
    targets = Collections.unmodifiableSortedSet(new TreeSet<>(targets));
  }
}
