package io.readback.bgp.bmp;

import io.readback.spi.route.Path;
import java.time.Instant;

/**
 * A route in a table of a router.
 *
 * @param pathId the path identifier (RFC 7911); 0 where the session has none
 * @param since when the router says it got it, else when it told
 */
public record MonitoredRoute(long pathId, Path path, Instant since) {}
