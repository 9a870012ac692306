package io.readback.spi.observe;

import io.readback.spi.route.Path;
import java.time.Instant;

/** A path that a peer advertised to us, and since when we have it. */
public record ReceivedRoute(Path path, Instant since) {}
