package io.readback.bgp.session;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Unix socket whose lines are carried out on the speaker's own event loop, so that what a line
 * asks for is written to the peers in the same turn. A line that is wrong is answered with what is
 * wrong with it; others are not answered.
 */
public final class LineSocket implements AutoCloseable {
  private static final int LINE_OCTETS = 64 * 1024;

  /** Carries out a line; called on the speaker's thread, must not block. */
  @FunctionalInterface
  public interface Commands {
    /** Returns what is wrong with {@code line}, which has no line end. */
    Optional<String> carryOut(String line) throws InterruptedException;
  }

  private final Path path;
  private final Channel server;

  private LineSocket(Path path, Channel server) {
    this.path = path;
    this.server = server;
  }

  /** Listens at {@code path}; what was there before is replaced. */
  static LineSocket open(SpeakerLoop transport, Path path, Commands commands)
      throws IOException, InterruptedException {
    Files.deleteIfExists(path);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(transport.loop())
            .channelFactory(transport::newLocalServerSocket)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel client) {
                    client
                        .pipeline()
                        .addLast(new LineBasedFrameDecoder(LINE_OCTETS, true, true))
                        .addLast(new Lines(commands));
                  }
                });
    var bound = bootstrap.bind(transport.localAddress(path)).await();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + path + ": " + bound.cause().getMessage());
    }
    return new LineSocket(path, bound.channel());
  }

  public Path path() {
    return path;
  }

  /** Takes no more clients and removes the socket; those that are here stay until they leave. */
  @Override
  public void close() {
    server.close().syncUninterruptibly();
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      System.getLogger(LineSocket.class.getName()).log(Level.DEBUG, "removing " + path, e);
    }
  }

  private static final class Lines extends SimpleChannelInboundHandler<ByteBuf> {
    private final Commands commands;

    Lines(Commands commands) {
      this.commands = commands;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf line)
        throws InterruptedException {
      commands
          .carryOut(line.toString(StandardCharsets.UTF_8))
          .ifPresent(problem -> answer(context, problem));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      answer(context, String.valueOf(cause.getMessage()));
      context.close();
    }

    private static void answer(ChannelHandlerContext context, String problem) {
      context.writeAndFlush(Unpooled.copiedBuffer(problem + "\n", StandardCharsets.UTF_8));
    }
  }
}
