package io.readback.bgp.session;

import io.readback.bgp.rib.AdjRibIn;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.observe.ReceivedRoute.Staleness;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * Keeps the received routes of a peer whose session was lost until the peer has told them again or
 * has taken too long (RFC 4724 section 4.2, RFC 9494 section 4.2). Lives on the speaker's event
 * loop.
 */
final class StaleRoutes {
  /**
   * How long a peer that is back has until its End-of-RIB. RFC 4724 section 4.2 allows such a bound
   * and names none; this is FRR's.
   */
  static final Duration END_OF_RIB = Duration.ofSeconds(360);

  private static final Runnable NOTHING = () -> {};

  /** Starts what is to happen later. */
  @FunctionalInterface
  interface Timer {
    /**
     * @return what cancels it
     */
    Runnable start(Duration after, Runnable task);
  }

  private final AdjRibIn rib;
  private final Timer timer;
  private final Runnable changed;
  private final Map<AddressFamily, Waits> waits = new EnumMap<>(AddressFamily.class);

  /** What ends the waits that run for a family. */
  private static final class Waits {
    Runnable restart = NOTHING;
    Runnable longLived = NOTHING;
  }

  /**
   * @param changed called when routes went or changed later on
   */
  StaleRoutes(AdjRibIn rib, Timer timer, Runnable changed) {
    this.rib = rib;
    this.timer = timer;
    this.changed = changed;
    for (AddressFamily family : AddressFamily.values()) {
      waits.put(family, new Waits());
    }
  }

  private Waits waits(AddressFamily family) {
    return waits.computeIfAbsent(family, f -> new Waits());
  }

  /**
   * The session has ended, and the peer may come back for its routes.
   *
   * @param terms what was agreed on it
   */
  void lost(RestartTerms terms) {
    for (AddressFamily family : AddressFamily.values()) {
      if (!terms.keeps(family)) {
        forget(family);
        continue;
      }
      int longLived = terms.longLivedTime(family);
      rib.stale(family, longLived > 0);
      Waits running = waits(family);
      running.restart.run();
      running.restart = NOTHING;
      if (rib.stalePaths(family) == 0) {
        continue;
      }
      if (terms.restartTime() == 0) {
        late(family, longLived);
      } else {
        running.restart =
            timer.start(
                Duration.ofSeconds(terms.restartTime()),
                () -> {
                  running.restart = NOTHING;
                  late(family, longLived);
                  changed.run();
                });
      }
    }
  }

  /** The restart time is over. */
  private void late(AddressFamily family, int longLivedSeconds) {
    if (longLivedSeconds == 0) {
      rib.drop(family, Staleness.STALE);
      return;
    }
    rib.longLived(family);
    Waits running = waits(family);
    if (running.longLived == NOTHING) {
      running.longLived =
          timer.start(
              Duration.ofSeconds(longLivedSeconds),
              () -> {
                running.longLived = NOTHING;
                rib.drop(family, Staleness.LONG_LIVED);
                changed.run();
              });
    }
  }

  /** The session has ended for good. */
  void end() {
    for (AddressFamily family : AddressFamily.values()) {
      forget(family);
    }
  }

  private void forget(AddressFamily family) {
    cancel(family);
    rib.clear(family);
  }

  /** No task is left. */
  void cancel() {
    waits.keySet().forEach(this::cancel);
  }

  private void cancel(AddressFamily family) {
    Waits running = waits(family);
    running.restart.run();
    running.restart = NOTHING;
    running.longLived.run();
    running.longLived = NOTHING;
  }

  /**
   * The peer is back.
   *
   * @param terms of the new session
   * @param families those agreed
   */
  void up(RestartTerms terms, Collection<AddressFamily> families) {
    for (AddressFamily family : AddressFamily.values()) {
      if (!families.contains(family)) {
        forget(family);
        continue;
      }
      Waits running = waits(family);
      running.restart.run();
      running.restart = NOTHING;
      if (!terms.forwarded(family)) {
        rib.drop(family, Staleness.STALE);
      }
      if (!terms.forwardedLong(family)) {
        rib.drop(family, Staleness.LONG_LIVED);
        running.longLived.run();
        running.longLived = NOTHING;
      }
      if (rib.stalePaths(family) > 0) {
        running.restart =
            timer.start(
                END_OF_RIB,
                () -> {
                  running.restart = NOTHING;
                  rib.drop(family, Staleness.STALE);
                  changed.run();
                });
      }
    }
  }

  /** The peer has told all it has. */
  void endOfRib(AddressFamily family) {
    cancel(family);
    rib.drop(family, Staleness.STALE);
    rib.drop(family, Staleness.LONG_LIVED);
  }
}
