package io.readback.bench.link;

/**
 * One failure of a VIP's owner.
 *
 * @param problem why there are no figures; empty: there are
 * @param replaced milliseconds from the failure to the first announcement of another node
 * @param gap milliseconds between two answers to ping at most
 */
public record FailoverRun(
    TakerKind taker,
    FailureKind failure,
    int repetition,
    String problem,
    double replaced,
    double gap) {}
