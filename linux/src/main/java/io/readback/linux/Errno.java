package io.readback.linux;

import java.util.Optional;

/** Error numbers of Linux that this program meets; equal on x86_64 and aarch64. */
public enum Errno {
  EPERM(1, "Operation not permitted"),
  ENOENT(2, "No such file or directory"),
  ESRCH(3, "No such process"),
  EINTR(4, "Interrupted system call"),
  EIO(5, "Input/output error"),
  ENXIO(6, "No such device or address"),
  EBADF(9, "Bad file descriptor"),
  EAGAIN(11, "Resource temporarily unavailable"),
  ENOMEM(12, "Cannot allocate memory"),
  EACCES(13, "Permission denied"),
  EFAULT(14, "Bad address"),
  EBUSY(16, "Device or resource busy"),
  EEXIST(17, "File exists"),
  ENODEV(19, "No such device"),
  EINVAL(22, "Invalid argument"),
  ENFILE(23, "Too many open files in system"),
  EMFILE(24, "Too many open files"),
  ENOSPC(28, "No space left on device"),
  ERANGE(34, "Numerical result out of range"),
  ENODATA(61, "No data available"),
  EPROTO(71, "Protocol error"),
  EMSGSIZE(90, "Message too long"),
  ENOPROTOOPT(92, "Protocol not available"),
  EPROTONOSUPPORT(93, "Protocol not supported"),
  EOPNOTSUPP(95, "Operation not supported"),
  EAFNOSUPPORT(97, "Address family not supported by protocol"),
  EADDRINUSE(98, "Address already in use"),
  EADDRNOTAVAIL(99, "Cannot assign requested address"),
  ENETDOWN(100, "Network is down"),
  ENETUNREACH(101, "Network is unreachable"),
  ECONNRESET(104, "Connection reset by peer"),
  ENOBUFS(105, "No buffer space available"),
  EISCONN(106, "Transport endpoint is already connected"),
  ENOTCONN(107, "Transport endpoint is not connected"),
  ETIMEDOUT(110, "Connection timed out"),
  ECONNREFUSED(111, "Connection refused"),
  EHOSTDOWN(112, "Host is down"),
  EHOSTUNREACH(113, "No route to host"),
  EALREADY(114, "Operation already in progress"),
  EINPROGRESS(115, "Operation now in progress");

  private static final Errno[] BY_VALUE = new Errno[128];

  static {
    for (Errno e : values()) {
      BY_VALUE[e.value] = e;
    }
  }

  private final int value;
  private final String text;

  Errno(int value, String text) {
    this.value = value;
    this.text = text;
  }

  public int value() {
    return value;
  }

  /** The C library's words for it. */
  public String text() {
    return text;
  }

  /** The name of this positive number; empty for one not listed here. */
  public static Optional<Errno> of(int value) {
    return value > 0 && value < BY_VALUE.length
        ? Optional.ofNullable(BY_VALUE[value])
        : Optional.empty();
  }

  /** {@code EPERM (Operation not permitted)}, or {@code errno 130} for one not listed here. */
  public static String describe(int value) {
    return of(value).map(e -> e + " (" + e.text + ")").orElse("errno " + value);
  }
}
