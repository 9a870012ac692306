package io.readback.bench.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One direction of a TCP connection put together from its segments, from its SYN on. What was sent
 * twice counts once. Where the capture has lost a segment the flow is {@link #broken} and ends.
 */
final class Flow {
  private static final int HEADER = 19;

  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

  /** After each segment: how many octets had come, and when. */
  private final List<long[]> arrivals = new ArrayList<>();

  private boolean begun;
  private boolean broken;
  private int next;

  /**
   * A BGP message.
   *
   * @param nanos when its last octet was seen
   * @param octets the whole flow
   * @param at where the message begins in it
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Message(int type, long nanos, byte[] octets, int at, int length) {
    int u16(int offset) {
      return (octets[at + offset] & 0xff) << 8 | octets[at + offset + 1] & 0xff;
    }
  }

  void add(Packet packet) {
    if (packet.syn()) {
      begun = true;
      next = packet.sequence() + 1;
      return;
    }
    if (!begun || broken || packet.length() <= 0) {
      return;
    }
    int ahead = packet.sequence() - next;
    if (ahead > 0) {
      broken = true;
      return;
    }
    int fresh = packet.length() + ahead;
    if (fresh > 0) {
      octets.write(packet.data(), packet.offset() - ahead, fresh);
      next += fresh;
      arrivals.add(new long[] {octets.size(), packet.nanos()});
    }
  }

  int size() {
    return octets.size();
  }

  boolean broken() {
    return broken;
  }

  /** The whole messages, in order. */
  void messages(Consumer<Message> consumer) {
    byte[] all = octets.toByteArray();
    int arrival = 0;
    int at = 0;
    while (at + HEADER <= all.length) {
      int length = (all[at + 16] & 0xff) << 8 | all[at + 17] & 0xff;
      if (length < HEADER || at + length > all.length) {
        return;
      }
      while (arrivals.get(arrival)[0] < at + length) {
        arrival++;
      }
      consumer.accept(new Message(all[at + 18] & 0xff, arrivals.get(arrival)[1], all, at, length));
      at += length;
    }
  }
}
