package io.readback.bgp.bmp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.readback.bgp.session.SpeakerLoop;
import io.readback.spi.net.IpAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/**
 * Listens for routers that tell of their sessions in BMP, and keeps what they tell while they are
 * connected. Sends nothing. Its methods may be called from any thread.
 */
public final class BmpStation implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final SpeakerLoop transport;
  private final InstantSource clock;
  private final System.Logger logger;
  private final StationLimits limits;
  private final Runnable onChange;
  private final ServerSocketChannel server;

  // Owned by the event loop.
  private final Map<Channel, RouterFeed> routers = new LinkedHashMap<>();

  private BmpStation(
      InstantSource clock,
      System.Logger logger,
      StationLimits limits,
      Runnable onChange,
      IpAddress at) {
    this.transport = new SpeakerLoop("bmp-station");
    this.clock = clock;
    this.logger = logger;
    this.limits = limits;
    this.onChange = onChange;
    this.server = transport.newServerSocket(at.family());
  }

  /**
   * Listens at an address.
   *
   * @param port 0: one that is free
   * @param onChange called on the station's thread when {@link #routers} would answer differently;
   *     must not block
   * @throws IOException when the address cannot be had
   */
  public static BmpStation listen(
      IpAddress address,
      int port,
      StationLimits limits,
      InstantSource clock,
      System.Logger logger,
      Runnable onChange)
      throws IOException, InterruptedException {
    BmpStation station = new BmpStation(clock, logger, limits, onChange, address);
    try {
      station.bind(new InetSocketAddress(address.toInetAddress(), port));
      return station;
    } catch (IOException | InterruptedException e) {
      station.close();
      throw e;
    }
  }

  private void bind(InetSocketAddress at) throws IOException, InterruptedException {
    server.config().setReuseAddress(true).setBacklog(BACKLOG);
    server.pipeline().addLast(new Acceptor());
    transport.loop().register(server).await();
    if (!server.bind(at).await().isSuccess()) {
      throw new IOException("the BMP station cannot listen at " + at);
    }
  }

  /** The port listened at. */
  public int port() {
    return server.localAddress().getPort();
  }

  /** The routers connected now, with what they told. */
  public List<MonitoredRouter> routers() throws InterruptedException {
    return onLoop(() -> routers.values().stream().map(RouterFeed::picture).toList());
  }

  private <T> T onLoop(Callable<T> task) throws InterruptedException {
    try {
      return transport.loop().submit(task).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the BMP station failed: " + e.getCause(), e.getCause());
    }
  }

  /** Closes all connections and forgets what was told. */
  @Override
  public void close() {
    server.close();
    transport.loop().execute(() -> List.copyOf(routers.keySet()).forEach(Channel::close));
    try {
      transport.close(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Acceptor extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
      SocketChannel channel = (SocketChannel) accepted;
      if (routers.size() >= limits.routers()) {
        logger.log(
            Level.WARNING,
            () ->
                "BMP: "
                    + channel.remoteAddress()
                    + " is refused: "
                    + limits.routers()
                    + " routers are connected");
        channel.unsafe().closeForcibly();
        return;
      }
      channel.pipeline().addLast(new Reader());
      transport.loop().register(channel);
    }
  }

  /** Reads one router's messages. Holds one read of the socket and one message at most. */
  private final class Reader extends ChannelInboundHandlerAdapter {
    private byte[] bytes = new byte[8192];
    private int start;
    private int end;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      SocketChannel channel = (SocketChannel) ctx.channel();
      InetSocketAddress remote = channel.remoteAddress();
      if (remote != null) {
        routers.put(
            channel,
            new RouterFeed(
                IpAddress.of(remote.getAddress()), remote.getPort(), clock.instant(), limits));
        logger.log(Level.INFO, () -> "BMP: router " + remote + " is connected");
        onChange.run();
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf in = (ByteBuf) message;
      try {
        append(in);
      } finally {
        in.release();
      }
      RouterFeed feed = routers.get(ctx.channel());
      if (feed == null) {
        return;
      }
      try {
        int length;
        while ((length = BmpDecoder.messageLength(bytes, start, end - start)) > 0
            && length <= end - start) {
          BmpMessage read = BmpDecoder.decode(bytes, start, length);
          start += length;
          if (feed.message(read, clock.instant())) {
            ctx.close();
            return;
          }
        }
      } catch (BmpException e) {
        logger.log(
            Level.WARNING,
            () ->
                "BMP: router "
                    + ctx.channel().remoteAddress()
                    + " is let go, it sent no BMP: "
                    + e.getMessage());
        ctx.close();
        return;
      }
      onChange.run();
    }

    private void append(ByteBuf in) {
      int more = in.readableBytes();
      if (bytes.length - end < more) {
        System.arraycopy(bytes, start, bytes, 0, end - start);
        end -= start;
        start = 0;
        if (bytes.length - end < more) {
          bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
      }
      in.readBytes(bytes, end, more);
      end += more;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      if (routers.remove(ctx.channel()) != null) {
        onChange.run();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
