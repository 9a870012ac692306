package io.readback.bgp.session;

import io.netty.buffer.ByteBuf;
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
  private static final int WRITE_OCTETS = 128 * 1024;

  private final Channel channel;
  private final AdjRibOut routes;
  private final Runnable written;
  private final Consumer<ByteBuf> sending;
  private RouteTable flushed = RouteTable.EMPTY;

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

  /** Sends what there is to send and the channel takes. */
  void pump() {
    boolean upToDate = false;
    while (!upToDate && channel.isActive() && channel.isWritable()) {
      ByteBuf out = channel.alloc().directBuffer(WRITE_OCTETS + routes.maxMessageLength());
      upToDate = routes.fill(out, WRITE_OCTETS);
      if (!out.isReadable()) {
        out.release();
        return;
      }
      sending.accept(out);
      if (upToDate) {
        RouteTable version = routes.sent();
        channel
            .writeAndFlush(out)
            .addListener(
                done -> {
                  if (done.isSuccess()) {
                    flushed = version;
                    written.run();
                  }
                });
      } else {
        channel.writeAndFlush(out, channel.voidPromise());
      }
    }
  }
}
