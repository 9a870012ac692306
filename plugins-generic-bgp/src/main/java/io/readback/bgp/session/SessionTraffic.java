package io.readback.bgp.session;

import io.netty.buffer.ByteBuf;
import io.readback.bgp.message.Message;
import io.readback.spi.observe.MessageCounts;
import io.readback.spi.observe.SessionState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts the messages of one peer, and shows them to whoever listens. Used by the speaker's thread.
 */
final class SessionTraffic {
  /** Offset of the length field in a message header (RFC 4271 section 4.1). */
  private static final int LENGTH_AT = 16;

  private static final int TYPE_AT = 18;
  private static final int TYPES = 6;

  private final long[] sent = new long[TYPES];
  private final long[] received = new long[TYPES];
  private final List<MessageListener> listeners = new ArrayList<>();
  private final InstantSource clock;
  private @Nullable Instant lastReceived;
  private @Nullable Instant lastUpdateReceived;
  private @Nullable Instant lastSent;

  SessionTraffic(InstantSource clock) {
    this.clock = clock;
  }

  void add(MessageListener listener) {
    listeners.add(listener);
  }

  void remove(MessageListener listener) {
    listeners.remove(listener);
  }

  boolean watched() {
    return !listeners.isEmpty();
  }

  /** A whole message of the peer. */
  void received(Connection connection, byte[] bytes, int offset, int length) {
    int type = bytes[offset + TYPE_AT] & 0xff;
    count(received, type, length);
    Instant now = clock.instant();
    lastReceived = now;
    if (type == Message.TYPE_UPDATE) {
      lastUpdateReceived = now;
    }
    for (MessageListener listener : listeners) {
      listener.message(connection.ends(), false, bytes, offset, length);
    }
  }

  /** A whole message of ours. */
  void sent(Connection connection, byte[] message) {
    count(sent, message[TYPE_AT] & 0xff, message.length);
    lastSent = clock.instant();
    for (MessageListener listener : listeners) {
      listener.message(connection.ends(), true, message, 0, message.length);
    }
  }

  /** Whole messages of ours, one after the other; the buffer is left as it is. */
  void sent(Connection connection, ByteBuf messages) {
    lastSent = clock.instant();
    int end = messages.writerIndex();
    int at = messages.readerIndex();
    while (at < end) {
      int length = messages.getUnsignedShort(at + LENGTH_AT);
      count(sent, messages.getUnsignedByte(at + TYPE_AT), length);
      if (watched()) {
        byte[] copy = new byte[length];
        messages.getBytes(at, copy);
        for (MessageListener listener : listeners) {
          listener.message(connection.ends(), true, copy, 0, length);
        }
      }
      at += length;
    }
  }

  void changed(Connection connection, SessionState from) {
    for (MessageListener listener : listeners) {
      listener.state(connection.ends(), from, connection.state());
    }
  }

  private static void count(long[] counts, int type, int length) {
    if (type > 0 && type < TYPES) {
      counts[type]++;
    }
    counts[0] += length;
  }

  Optional<Instant> lastReceived() {
    return Optional.ofNullable(lastReceived);
  }

  Optional<Instant> lastUpdateReceived() {
    return Optional.ofNullable(lastUpdateReceived);
  }

  Optional<Instant> lastSent() {
    return Optional.ofNullable(lastSent);
  }

  MessageCounts sent() {
    return counts(sent);
  }

  MessageCounts received() {
    return counts(received);
  }

  private static MessageCounts counts(long[] c) {
    return new MessageCounts(
        c[Message.TYPE_OPEN],
        c[Message.TYPE_UPDATE],
        c[Message.TYPE_NOTIFICATION],
        c[Message.TYPE_KEEPALIVE],
        c[Message.TYPE_ROUTE_REFRESH],
        c[0]);
  }
}
