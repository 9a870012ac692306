package io.readback.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.readback.bgp.rib.AdjRibOut;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.RouteTable;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * Writes an Adj-RIB-Out to its channel in large writes, no faster than the peer reads: while the
 * channel is not writable, nothing is encoded and newer versions of the table replace older ones.
 */
final class RouteSender {
  /** What a single change needs: most writes are no larger. */
  private static final int SMALL_OCTETS = 4 * 1024;

  /**
   * Of a large table. Allocated outside the pool, which would keep for every peer that was ever fed
   * what it needed then.
   */
  private static final int LARGE_OCTETS = 128 * 1024;

  private static final ByteBufAllocator LARGE = UnpooledByteBufAllocator.DEFAULT;

  private final Channel channel;
  private final AdjRibOut routes;
  private final Runnable written;
  private final Consumer<ByteBuf> sending;
  private RouteTable flushed = RouteTable.EMPTY;

  /** Whether more is left than a small write takes. */
  private boolean large;

  /**
   * @param written called when a version has gone to the kernel in full
   * @param sending shown whole messages before they are written
   */
  RouteSender(Channel channel, AdjRibOut routes, Runnable written, Consumer<ByteBuf> sending) {
    this.channel = channel;
    this.routes = routes;
    this.written = written;
    this.sending = sending;
  }

  AdjRibOut routes() {
    return routes;
  }

  /**
   * What the kernel has taken in full.
   *
   * @param rejected what cannot be announced on this session
   */
  RouteTable advertised(SortedMap<IpPrefix, String> rejected) {
    return routes.advertised(flushed, rejected);
  }

  /** Sends what there is to send and the channel takes; says whether there was anything. */
  boolean pump() {
    boolean upToDate = false;
    boolean sent = false;
    while (!upToDate && channel.isActive() && channel.isWritable()) {
      ByteBuf shared = routes.share();
      if (shared != null) {
        sent = true;
        write(shared, !routes.sharing());
        continue;
      }
      ByteBuf out =
          large
              ? LARGE.directBuffer(LARGE_OCTETS + routes.maxMessageLength())
              : channel.alloc().directBuffer(SMALL_OCTETS);
      upToDate = routes.fill(out, large ? LARGE_OCTETS : SMALL_OCTETS);
      large = !upToDate;
      if (!out.isReadable()) {
        out.release();
        return sent;
      }
      sent = true;
      write(out, upToDate);
    }
    return sent;
  }

  /**
   * @param last whether these are the last messages of a version
   */
  private void write(ByteBuf messages, boolean last) {
    sending.accept(messages);
    if (!last) {
      channel.writeAndFlush(messages, channel.voidPromise());
      return;
    }
    RouteTable version = routes.sent();
    channel
        .writeAndFlush(messages)
        .addListener(
            done -> {
              if (done.isSuccess()) {
                flushed = version;
                written.run();
              }
            });
  }

  /** The session is over. */
  void close() {
    routes.close();
  }
}
