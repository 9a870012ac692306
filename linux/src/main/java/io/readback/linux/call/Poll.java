package io.readback.linux.call;

import io.readback.linux.Errno;
import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * Waits until one of some descriptors can be read, or a {@link Wakeup} ends the wait. For one
 * thread; a wake is taken off when it ended a wait.
 */
public final class Poll {
  private static final int POLLFD = 8;

  private final List<FileDescriptor> fds;
  private final Wakeup wakeup;
  private final NativeBuffer set;

  public Poll(Wakeup wakeup, List<FileDescriptor> fds) {
    this.wakeup = wakeup;
    this.fds = List.copyOf(fds);
    this.set = new NativeBuffer(POLLFD * (fds.size() + 1));
  }

  public Poll(Wakeup wakeup, FileDescriptor fd) {
    this(wakeup, List.of(fd));
  }

  /**
   * Waits for at most {@code timeout}; a negative one: for ever.
   *
   * @return whether a descriptor can be read or has an error to be read; false after a wake or the
   *     time
   */
  public boolean await(Duration timeout) throws LinuxException {
    ByteBuffer b = set.bytes();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      put(b, 0, wakeup.descriptor().number());
      for (int i = 0; i < fds.size(); i++) {
        put(b, POLLFD * (i + 1), fds.get(i).number());
      }
      long left = deadline - System.nanoTime();
      int millis =
          timeout.isNegative()
              ? -1
              : (int) Math.min(Integer.MAX_VALUE, Math.max(0, (left + 999_999) / 1_000_000));
      int ready = SystemCalls.libc().poll(set.address(), fds.size() + 1L, millis);
      int errno = ready < 0 ? SystemCalls.errno() : 0;
      Reference.reachabilityFence(set);
      if (ready < 0) {
        if (errno == Errno.EINTR.value()) {
          continue;
        }
        throw new LinuxException("wait for " + fds, errno, "");
      }
      if (b.getShort(6) != 0) {
        wakeup.clear();
      }
      return any();
    }
  }

  private boolean any() {
    for (int i = 0; i < fds.size(); i++) {
      if (ready(i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the descriptor at this index of the list was ready at the last wait. */
  public boolean ready(int index) {
    return set.bytes().getShort(POLLFD * (index + 1) + 6) != 0;
  }

  private static void put(ByteBuffer b, int at, int fd) {
    b.putInt(at, fd);
    b.putShort(at + 4, (short) LinuxConstants.POLLIN);
    b.putShort(at + 6, (short) 0);
  }
}
