package io.readback.linux.netlink;

import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.call.Poll;
import io.readback.linux.call.ReceivedMessage;
import io.readback.linux.call.Wakeup;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The kernel's socket. */
final class SocketTransport implements NetlinkTransport {
  private static final int RECEIVE = 64 << 10;

  private final FileDescriptor fd;
  private final Wakeup wakeup;
  private final Poll poll;
  private final ReceivedMessage received = new ReceivedMessage(RECEIVE, 0);

  SocketTransport(FileDescriptor fd, Wakeup wakeup) {
    this.fd = fd;
    this.wakeup = wakeup;
    this.poll = new Poll(wakeup, fd);
  }

  @Override
  public void send(NlWriter messages) throws LinuxException {
    long sent = fd.send(messages.buffer(), 0, messages.length());
    if (sent != messages.length()) {
      throw new LinuxException(
          "send " + messages.count() + " requests to the kernel", Errno.EAGAIN.value(), "");
    }
  }

  @Override
  public @Nullable NlReader receive() throws LinuxException {
    int length = fd.receive(received);
    if (length == FileDescriptor.WOULD_BLOCK) {
      return null;
    }
    NetlinkTransport.checkWhole(length, received.flags());
    return new NlReader(received.data().bytes(), length);
  }

  @Override
  public boolean await(Duration timeout) throws LinuxException {
    return poll.await(timeout);
  }

  @Override
  public void wake() {
    wakeup.wake();
  }

  @Override
  public void close() {
    fd.close();
    wakeup.close();
  }
}
