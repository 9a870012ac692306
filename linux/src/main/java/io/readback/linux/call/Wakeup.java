package io.readback.linux.call;

import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import java.lang.ref.Reference;

/**
 * Ends another thread's {@link Poll} at once ({@code eventfd}): {@link #wake} is safe from any
 * thread, also after {@link #close}, and a wake before the wait ends the next one.
 */
public final class Wakeup implements AutoCloseable {
  private final FileDescriptor fd;
  private final NativeBuffer one = new NativeBuffer(8);
  private final NativeBuffer read = new NativeBuffer(8);

  public Wakeup() throws LinuxException {
    int number =
        SystemCalls.libc().eventfd(0, LinuxConstants.SOCK_NONBLOCK | LinuxConstants.SOCK_CLOEXEC);
    if (number < 0) {
      throw new LinuxException("make an eventfd", SystemCalls.errno(), "");
    }
    fd = new FileDescriptor(number, "an eventfd");
    one.bytes().putLong(0, 1);
  }

  FileDescriptor descriptor() {
    return fd;
  }

  public synchronized void wake() {
    if (!fd.isClosed()) {
      try {
        SystemCalls.libc().write(fd.number(), one.address(), 8);
        Reference.reachabilityFence(one);
      } catch (LinuxException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Forgets wakes so far. For the waiting thread. */
  public void clear() throws LinuxException {
    SystemCalls.libc().read(fd.number(), read.address(), 8);
    Reference.reachabilityFence(read);
  }

  @Override
  public synchronized void close() {
    fd.close();
  }
}
