package io.readback.linux.call;

import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs code in another network namespace. Sockets made there stay there for life, and threads
 * started there live there; {@code /proc/net} and {@code /sys/class/net} still show the process's
 * own network, {@code /proc/thread-self/net} the thread's. Needs CAP_SYS_ADMIN.
 *
 * @param path such as {@code /run/netns/NAME} or {@code /proc/PID/ns/net}
 */
public record NetworkNamespace(Path path) {
  private static final int O_CLOEXEC = 0x80000;

  /**
   * Runs {@code body} on a thread made for it, and waits for it.
   *
   * @throws Exception what {@code body} threw; a {@link LinuxException} where the namespace cannot
   *     be entered
   */
  public <T> T call(Callable<T> body) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              enter();
              return body.call();
            });
    // a thread of its own that ends: one that came back from a pool would stay in the namespace
    Thread thread = new Thread(task, "in " + path);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    }
  }

  private void enter() throws LinuxException {
    LibC libc = SystemCalls.libc();
    int number = libc.open(path.toString(), O_CLOEXEC);
    if (number < 0) {
      throw new LinuxException("open the network namespace " + path, SystemCalls.errno(), "");
    }
    try (FileDescriptor fd = new FileDescriptor(number, path.toString())) {
      if (libc.setns(fd.number(), LinuxConstants.CLONE_NEWNET) < 0) {
        throw new LinuxException(
            "enter the network namespace " + path, SystemCalls.errno(), "it needs CAP_SYS_ADMIN");
      }
    }
  }
}
