package io.readback.core.engine;

import io.readback.core.dispatch.Lane;
import io.readback.core.dispatch.LaneSettings;
import io.readback.core.dispatch.LaneStatus;
import io.readback.core.dispatch.Watchdog;
import io.readback.core.observe.GlassId;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.RouterObservation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the parts of an engine share. */
record Wires(
    InstantSource clock,
    RandomGenerator random,
    Executor core,
    Watchdog watchdog,
    ThreadFactory threads,
    LaneSettings announcerTimes,
    LaneSettings glassTimes,
    Listener listener) {
  /** Told by announcers and looking glasses, on the core thread. */
  interface Listener {
    /** An announcer has another status and perhaps another observation. */
    void announcerChanged(String name, @Nullable AnnouncerObservation observation);

    /** A looking glass has another status. */
    void glassChanged();

    void looked(GlassId glass, RouterObservation observation);

    void lookFailed(GlassId glass, LaneStatus.Problem problem);
  }

  Lane.Wiring announcerWiring(String name, int spiVersion) {
    return new Lane.Wiring(name, spiVersion, announcerTimes, clock, watchdog, threads);
  }

  Lane.Wiring glassWiring(String name, int spiVersion, Duration interval) {
    return new Lane.Wiring(
        name, spiVersion, glassTimes.withInterval(interval), clock, watchdog, threads);
  }
}
