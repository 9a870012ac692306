package io.readback.bench.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A BGP session as seen on the wire. All times are nanoseconds since 1970.
 *
 * @param established the receiver's first KEEPALIVE: it took the sender's OPEN. 0: none was seen
 * @param first when the first UPDATE with routes had come; 0: none
 * @param last when the last one had come; 0: none
 * @param updates UPDATEs of the sender, End-of-RIB included
 * @param octets in these UPDATEs, headers included
 * @param announced prefixes announced, repetitions included
 * @param withdrawn prefixes withdrawn
 * @param broken whether the capture lost packets, so that the figures are too small
 */
public record SessionTrace(
    long established,
    long first,
    long last,
    int updates,
    long octets,
    int announced,
    int withdrawn,
    boolean broken) {
  private static final int UPDATE = 2;
  private static final int KEEPALIVE = 4;

  private record Direction(Packet.Endpoint from, Packet.Endpoint to) {}

  /**
   * The session in which {@code sender} sent the most.
   *
   * @param sender its IPv4 address as a number
   */
  public static Optional<SessionTrace> of(List<Packet> packets, int sender) {
    Map<Direction, Flow> flows = new LinkedHashMap<>();
    for (Packet packet : packets) {
      flows
          .computeIfAbsent(new Direction(packet.source(), packet.destination()), d -> new Flow())
          .add(packet);
    }
    return flows.entrySet().stream()
        .filter(e -> e.getKey().from().address() == sender)
        .max((a, b) -> Integer.compare(a.getValue().size(), b.getValue().size()))
        .map(
            e -> {
              Direction back = new Direction(e.getKey().to(), e.getKey().from());
              Tally tally = new Tally();
              e.getValue().messages(tally::sent);
              Flow answers = flows.getOrDefault(back, new Flow());
              answers.messages(tally::answered);
              return tally.trace(e.getValue().broken() || answers.broken());
            });
  }

  /** Counts messages. */
  private static final class Tally {
    private long established;
    private long first;
    private long last;
    private int updates;
    private long octets;
    private int announced;
    private int withdrawn;

    void answered(Flow.Message message) {
      if (message.type() == KEEPALIVE && established == 0) {
        established = message.nanos();
      }
    }

    void sent(Flow.Message message) {
      if (message.type() != UPDATE) {
        return;
      }
      updates++;
      octets += message.length();
      int withdrawnOctets = message.u16(19);
      int attributeOctets = message.u16(21 + withdrawnOctets);
      int nlri = 23 + withdrawnOctets + attributeOctets;
      int here = prefixes(message, nlri, message.length());
      withdrawn += prefixes(message, 21, 21 + withdrawnOctets);
      announced += here;
      if (here > 0) {
        first = first == 0 ? message.nanos() : first;
        last = message.nanos();
      }
    }

    private static int prefixes(Flow.Message message, int from, int to) {
      int count = 0;
      for (int at = from; at < to; count++) {
        at += 1 + ((message.octets()[message.at() + at] & 0xff) + 7) / 8;
      }
      return count;
    }

    SessionTrace trace(boolean broken) {
      return new SessionTrace(
          established, first, last, updates, octets, announced, withdrawn, broken);
    }
  }
}
