package io.readback.bench.link;

/**
 * Answers of one node under a load of ARP requests.
 *
 * @param vips that it answers for
 * @param rate questions a second, as asked for
 * @param perMille how many of 1,000 questions are for VIPs
 * @param problem why there are no figures; empty: there are
 * @param sent questions a second, as they were
 * @param asked questions for VIPs
 * @param answered those of them that were answered
 * @param median microseconds from the question to the answer at the asker's interface
 * @param cpu share of one processor that the answering process used
 * @param machine share of one processor that the whole machine was at work, the asker included
 */
public record ArpRun(
    AnswererKind answerer,
    int vips,
    int rate,
    int perMille,
    int repetition,
    String problem,
    double sent,
    long asked,
    long answered,
    double median,
    double p99,
    double most,
    double cpu,
    double machine) {}
