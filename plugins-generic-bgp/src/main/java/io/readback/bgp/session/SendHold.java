package io.readback.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The send hold timer of RFC 9687: whether the system takes at least an octet of what is to be
 * sent. Looks at the channel's outbound buffer a few times per hold time; what is queued meanwhile
 * is no progress. Lives on the channel's event loop.
 */
final class SendHold {
  /** Looks per hold time: it expires at most an eighth late. */
  private static final int LOOKS = 8;

  private final Channel channel;
  private final long nanos;
  private final Runnable expired;
  private final Future<?> task;
  private @Nullable Object current;
  private long progress;
  private long lastProgress = System.nanoTime();

  /**
   * Begins to look.
   *
   * @param expired called once when nothing was taken for {@code time}
   */
  SendHold(Channel channel, Duration time, Runnable expired) {
    this.channel = channel;
    this.nanos = time.toNanos();
    this.expired = expired;
    long period = Math.max(1, nanos / LOOKS);
    task =
        channel.eventLoop().scheduleAtFixedRate(this::look, period, period, TimeUnit.NANOSECONDS);
  }

  private void look() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    Object now = buffer == null ? null : buffer.current();
    long done = buffer == null ? 0 : buffer.currentProgress();
    if (now == null || now != current || done != progress) {
      current = now;
      progress = done;
      lastProgress = System.nanoTime();
    } else if (System.nanoTime() - lastProgress >= nanos) {
      stop();
      expired.run();
    }
  }

  void stop() {
    task.cancel(false);
    current = null;
  }
}
