package io.readback.linux.netlink;

import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A kernel that answers what {@code onSend} puts into it. */
final class ScriptedTransport implements NetlinkTransport {
  /** A step of a script: what the next receive gives. */
  interface Step {
    @Nullable NlReader receive() throws LinuxException;
  }

  final Deque<Step> steps = new ArrayDeque<>();
  final List<Integer> sent = new ArrayList<>();

  /** Called with the sequence number of the last message of each piece. */
  IntConsumer onSend = last -> {};

  @Override
  public void send(NlWriter messages) {
    ByteBuffer b = messages.buffer().bytes();
    int last = 0;
    int at = 0;
    while (at < messages.length()) {
      last = b.getInt(at + 8);
      at += b.getInt(at);
    }
    sent.add(messages.count());
    onSend.accept(last);
  }

  @Override
  public @Nullable NlReader receive() throws LinuxException {
    Step step = steps.poll();
    return step == null ? null : step.receive();
  }

  /** Nothing more comes by waiting: the script is all there is. */
  @Override
  public boolean await(Duration timeout) {
    return !steps.isEmpty();
  }

  @Override
  public void wake() {}

  @Override
  public void close() {}

  void says(byte[]... messages) {
    int length = 0;
    for (byte[] m : messages) {
      length += m.length;
    }
    ByteBuffer b = ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder());
    for (byte[] m : messages) {
      b.put(m);
    }
    int size = length;
    steps.add(() -> new NlReader(b, size));
  }

  void fails(Errno errno) {
    steps.add(
        () -> {
          throw new LinuxException("receive", errno.value(), "");
        });
  }
}
