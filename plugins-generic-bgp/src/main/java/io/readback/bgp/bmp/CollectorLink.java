package io.readback.bgp.bmp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.readback.bgp.message.Octets;
import io.readback.bgp.session.EstablishedSession;
import io.readback.bgp.session.SessionEnd;
import io.readback.bgp.session.SpeakerLoop;
import io.readback.spi.observe.Measure;
import io.readback.spi.target.TargetId;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one collector: made anew after ever longer pauses, written to no faster than it
 * reads. Lives on the speaker's event loop.
 */
final class CollectorLink {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int WRITE_OCTETS = 64 * 1024;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(128 * 1024, 256 * 1024);
  private static final int MAX_PAUSE_SECONDS = 60;

  /** A connection that stood this long makes earlier failures count no more. */
  private static final Duration STABLE = Duration.ofSeconds(60);

  private final BmpCollector collector;
  private final String name;
  private final InstantSource clock;
  private final System.Logger logger;
  private final SpeakerLoop transport;
  private final Map<TargetId, SessionFeed> feeds = new TreeMap<>();

  /** What the collector is not up to date with. */
  private final Set<SessionFeed> dirty = new LinkedHashSet<>();

  private final LongAdder octets = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private volatile @Nullable SocketChannel channel;
  private @Nullable Future<?> statistics;
  private Instant connectedAt = Instant.EPOCH;
  private int failures;
  private boolean pumping;
  private boolean stopped;

  CollectorLink(
      BmpCollector collector,
      String name,
      InstantSource clock,
      System.Logger logger,
      SpeakerLoop transport) {
    this.collector = collector;
    this.name = name;
    this.clock = clock;
    this.logger = logger;
    this.transport = transport;
  }

  void up(EstablishedSession session) {
    SessionFeed feed = feeds.computeIfAbsent(session.id(), id -> new SessionFeed(clock));
    feed.up(session);
    soon(feed);
  }

  void down(EstablishedSession session, SessionEnd end) {
    SessionFeed feed = feeds.get(session.id());
    if (feed != null) {
      feed.down(end);
      if (feed.over()) {
        feeds.remove(session.id());
        dirty.remove(feed);
      } else {
        soon(feed);
      }
    }
  }

  void changed(EstablishedSession session) {
    SessionFeed feed = feeds.get(session.id());
    if (feed != null) {
      soon(feed);
    }
  }

  void faulty(EstablishedSession session, Octets message) {
    SessionFeed feed = feeds.get(session.id());
    if (feed != null) {
      feed.faulty(message);
      soon(feed);
    }
  }

  /** Any thread. */
  List<Measure> measures() {
    String to = collector.toString();
    return List.of(
        Measure.gauge(
            "readback.bmp.collector.up",
            "1 while the BMP collector is connected",
            "collector",
            to,
            channel == null ? 0 : 1),
        Measure.counter(
            "readback.bmp.connections",
            "Connections made to the BMP collector",
            "collector",
            to,
            connections.sum()),
        Measure.counter(
            "readback.bmp.sent.bytes",
            "Octets of BMP written to the collector",
            "collector",
            to,
            octets.sum()));
  }

  private void write(SocketChannel to, ByteBuf out) {
    octets.add(out.readableBytes());
    to.writeAndFlush(out, to.voidPromise());
  }

  /** After everything else that this turn of the loop has in hand. */
  private void soon(SessionFeed feed) {
    dirty.add(feed);
    if (!pumping && channel != null) {
      pumping = true;
      transport
          .loop()
          .execute(
              () -> {
                pumping = false;
                pump();
              });
    }
  }

  private void pump() {
    SocketChannel now = channel;
    while (now != null && now.isActive() && now.isWritable() && !dirty.isEmpty()) {
      ByteBuf out = now.alloc().buffer(WRITE_OCTETS * 2);
      Iterator<SessionFeed> next = dirty.iterator();
      while (next.hasNext() && out.readableBytes() < WRITE_OCTETS) {
        if (next.next().fill(out, WRITE_OCTETS)) {
          next.remove();
        }
      }
      if (out.isReadable()) {
        write(now, out);
      } else {
        out.release();
      }
    }
    feeds.values().removeIf(SessionFeed::over);
  }

  void connect() {
    SocketChannel opened = transport.newSocket(collector.address().family());
    opened
        .config()
        .setConnectTimeoutMillis(CONNECT_MILLIS)
        .setWriteBufferWaterMark(WATER_MARK)
        .setKeepAlive(true);
    opened.pipeline().addLast(new Handler());
    InetSocketAddress to =
        new InetSocketAddress(collector.address().toInetAddress(), collector.port());
    transport
        .loop()
        .register(opened)
        .addListener(
            registered ->
                opened
                    .connect(to)
                    .addListener(
                        done -> {
                          if (done.isSuccess()) {
                            connected(opened);
                          } else {
                            opened.close();
                            again(String.valueOf(done.cause().getMessage()));
                          }
                        }));
  }

  private void connected(SocketChannel opened) {
    if (stopped) {
      opened.close();
      return;
    }
    channel = opened;
    connections.increment();
    connectedAt = clock.instant();
    logger.log(Level.INFO, () -> "BMP collector " + collector + " is connected");
    ByteBuf out = opened.alloc().buffer();
    BmpEncoder.encode(
        new BmpMessage.Initiation(
            List.of(
                text(BmpMessage.Tlv.SYS_NAME, name),
                text(
                    BmpMessage.Tlv.SYS_DESCR, "Readback, announcing VIPs of Kubernetes Services"))),
        out);
    write(opened, out);
    feeds.values().forEach(SessionFeed::reset);
    feeds.values().removeIf(SessionFeed::over);
    dirty.clear();
    dirty.addAll(feeds.values());
    if (!collector.statistics().isZero()) {
      long pause = collector.statistics().toMillis();
      statistics =
          transport.loop().scheduleAtFixedRate(this::report, pause, pause, TimeUnit.MILLISECONDS);
    }
    pump();
  }

  private void report() {
    SocketChannel now = channel;
    if (now == null || !now.isWritable()) {
      return;
    }
    ByteBuf out = now.alloc().buffer();
    feeds.values().forEach(feed -> feed.statistics(out));
    if (out.isReadable()) {
      write(now, out);
    } else {
      out.release();
    }
  }

  private static BmpMessage.Tlv text(int type, String value) {
    return new BmpMessage.Tlv(type, Octets.of(value.getBytes(StandardCharsets.UTF_8)));
  }

  private void lost(String how) {
    channel = null;
    stopReports();
    if (connectedAt.plus(STABLE).isBefore(clock.instant())) {
      failures = 0;
    }
    again(how);
  }

  private void again(String why) {
    if (stopped) {
      return;
    }
    failures++;
    long pause = Math.min(MAX_PAUSE_SECONDS, 1L << Math.min(failures - 1, 6));
    logger.log(
        failures == 1 ? Level.WARNING : Level.DEBUG,
        () -> "BMP collector " + collector + ": " + why + "; tried again after " + pause + " s");
    transport.loop().schedule(this::connectUnlessStopped, pause, TimeUnit.SECONDS);
  }

  private void connectUnlessStopped() {
    if (!stopped) {
      connect();
    }
  }

  private void stopReports() {
    Future<?> running = statistics;
    statistics = null;
    if (running != null) {
      running.cancel(false);
    }
  }

  /** Says farewell; what a slow collector has not read by then it does not get. */
  void stop() {
    stopped = true;
    stopReports();
    SocketChannel now = channel;
    channel = null;
    if (now != null) {
      ByteBuf out = now.alloc().buffer();
      BmpEncoder.encode(
          new BmpMessage.Termination(
              List.of(
                  text(BmpMessage.Tlv.STRING, "Readback is stopping"),
                  new BmpMessage.Tlv(BmpMessage.Tlv.REASON, Octets.of(0, 0)))),
          out);
      now.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** A collector says nothing (RFC 7854 section 3.2); what it does say is let go. */
  private final class Handler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (ctx.channel() == channel) {
        pump();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      if (ctx.channel() == channel) {
        lost("the connection is lost");
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
