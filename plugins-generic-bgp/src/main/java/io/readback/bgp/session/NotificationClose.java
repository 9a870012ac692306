package io.readback.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection so that a NOTIFICATION reaches the peer: sends it, closes our half, and reads
 * on until the peer has closed too. Closing with unread input would send RST, which discards the
 * NOTIFICATION at the peer.
 */
final class NotificationClose extends ChannelInboundHandlerAdapter {
  private static final long BOUND_SECONDS = 2;

  /** Writes {@code notification} and takes the channel over; its handlers are removed. */
  static void send(SocketChannel channel, ByteBuf notification) {
    channel.pipeline().addLast(new NotificationClose());
    channel
        .writeAndFlush(notification)
        .addListener(
            sent -> {
              if (sent.isSuccess() && channel.isActive()) {
                channel.shutdownOutput();
              } else {
                channel.close();
              }
            });
    channel.eventLoop().schedule(() -> channel.close(), BOUND_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
