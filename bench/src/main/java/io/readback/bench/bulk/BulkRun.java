package io.readback.bench.bulk;

import io.readback.bench.receiver.ReceiverKind;
import io.readback.bench.sender.SenderKind;

/**
 * One sender, one receiver, one set of routes, once. Times are seconds after the session was
 * established.
 *
 * @param problem why there are no figures; empty: there are
 * @param held when the receiver first said that it holds all routes
 * @param first when the first UPDATE with routes was on the wire
 * @param last when the last one was
 * @param updates UPDATEs on the wire, End-of-RIB included
 * @param octets in them, without TCP
 * @param repeated prefixes that were on the wire more than once
 * @param broken whether the capture lost packets: {@code last} and the counts are not to be trusted
 * @param load seconds the sender took to load, before the session
 * @param senderCpu processor seconds from before the receiver started until it held all
 * @param senderResident MiB once the receiver held all
 * @param senderPeak MiB at most, loading included
 * @param otherCores processors that others used meanwhile
 * @param withdrawn seconds from the request to withdraw all until the receiver said that it holds
 *     none; 0: the sender has no way to, or it was not seen in time
 */
public record BulkRun(
    ReceiverKind receiver,
    SenderKind sender,
    int routes,
    int sets,
    int repetition,
    String problem,
    double held,
    double first,
    double last,
    int updates,
    long octets,
    int repeated,
    boolean broken,
    double load,
    double senderCpu,
    double senderResident,
    double senderPeak,
    double receiverCpu,
    double receiverResident,
    double otherCores,
    double withdrawn) {

  static BulkRun failed(
      ReceiverKind receiver, SenderKind sender, int routes, int sets, int repetition, String why) {
    return new BulkRun(
        receiver,
        sender,
        routes,
        sets,
        repetition,
        why,
        0,
        0,
        0,
        0,
        0,
        0,
        false,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0);
  }

  public boolean ok() {
    return problem.isEmpty();
  }
}
