package io.readback.spi.observe;

/**
 * What a node did for the VIPs of a link since it was first told of them. Counts only grow while
 * the target stays.
 *
 * @param answering VIPs that it answers for now
 * @param answered questions that it answered
 * @param announced frames that it sent unasked to say that a VIP is here
 * @param dropped frames that the kernel did not take
 * @param takeovers how often it began to answer for a VIP
 * @param lost frames that came faster than this node took them, on all its links together
 */
public record LinkActivity(
    int answering, long answered, long announced, long dropped, long takeovers, long lost) {}
