package io.readback.bench.latency;

import io.readback.bench.sender.SenderKind;

/**
 * How long one announcement takes from the request to the wire. Milliseconds.
 *
 * @param others routes that the sender had announced before
 * @param samples announcements seen on the wire
 * @param problem why there are no figures; empty: there are
 * @param call until the request was handed over
 */
public record AnnounceRun(
    SenderKind sender,
    int others,
    int samples,
    String problem,
    double median,
    double p99,
    double most,
    double call) {}
