package io.readback.linux;

import java.io.IOException;

/** A system call failed. The message says what was attempted, the kernel's answer, what to do. */
public final class LinuxException extends IOException {
  private static final long serialVersionUID = 1;

  private final int errno;

  /**
   * @param attempt what was attempted, such as {@code bind a packet socket to eth0}
   * @param errno the kernel's error number
   * @param remedy what to do about it; empty where the error says enough
   */
  public LinuxException(String attempt, int errno, String remedy) {
    super(
        "cannot "
            + attempt
            + ": "
            + Errno.describe(errno)
            + (remedy.isEmpty() ? "" : "; " + remedy));
    this.errno = errno;
  }

  /** For what failed without an error number: {@link #errno} is then 0. */
  public LinuxException(String message, Throwable cause) {
    super(message, cause);
    this.errno = 0;
  }

  /** The kernel's error number; 0: the call was not made. */
  public int errno() {
    return errno;
  }

  public boolean is(Errno e) {
    return errno == e.value();
  }
}
