package io.readback.spi.target;

import io.readback.spi.route.RouteTable;

/** A target and the routes it should hold. */
public record DesiredTarget(TargetSpec spec, RouteTable routes) {}
