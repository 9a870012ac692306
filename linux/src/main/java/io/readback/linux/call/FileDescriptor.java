package io.readback.linux.call;

import static io.readback.linux.LinuxConstants.MSG_DONTWAIT;
import static io.readback.linux.LinuxConstants.MSG_NOSIGNAL;
import static io.readback.linux.LinuxConstants.SOCK_CLOEXEC;

import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor that is ours to close. Calls interrupted by a signal are repeated.
 *
 * <p>One thread uses it at a time; it is closed when no other thread is in a call, since the number
 * may be given to another file at once. To end a wait from outside, {@link Poll} takes a {@link
 * Wakeup}.
 */
public final class FileDescriptor implements AutoCloseable {
  /** What calls return where they would have had to wait. */
  public static final int WOULD_BLOCK = -1;

  private final AtomicInteger number;
  private final String name;

  FileDescriptor(int number, String name) {
    this.number = new AtomicInteger(number);
    this.name = name;
  }

  /**
   * Opens a socket that child processes do not inherit.
   *
   * @param type SOCK_RAW and the like, with SOCK_NONBLOCK where wanted
   * @param name what it is, for messages: {@code a packet socket}
   * @param remedy what to do where it cannot be opened, such as the capability it needs
   */
  public static FileDescriptor socket(
      int family, int type, int protocol, String name, String remedy) throws LinuxException {
    int fd = SystemCalls.libc().socket(family, type | SOCK_CLOEXEC, protocol);
    if (fd < 0) {
      throw new LinuxException("open " + name, SystemCalls.errno(), remedy);
    }
    return new FileDescriptor(fd, name);
  }

  int number() throws LinuxException {
    int fd = number.get();
    if (fd < 0) {
      throw new LinuxException("use " + name + " after it was closed", Errno.EBADF.value(), "");
    }
    return fd;
  }

  /** What it is, for messages. */
  public String name() {
    return name;
  }

  public boolean isClosed() {
    return number.get() < 0;
  }

  /**
   * Binds to an address.
   *
   * @param to the address in words, for messages
   */
  public void bind(NativeBuffer address, int length, String to, String remedy)
      throws LinuxException {
    int result = SystemCalls.libc().bind(number(), address.address(0, length), length);
    int errno = result < 0 ? SystemCalls.errno() : 0;
    Reference.reachabilityFence(address);
    if (result < 0) {
      throw new LinuxException("bind " + name + " to " + to, errno, remedy);
    }
  }

  /** Writes the own address to {@code address} and answers its length. */
  public int localAddress(NativeBuffer address) throws LinuxException {
    NativeBuffer length = new NativeBuffer(4);
    length.bytes().putInt(0, address.size());
    int result = SystemCalls.libc().getsockname(number(), address.address(), length.address());
    int errno = result < 0 ? SystemCalls.errno() : 0;
    Reference.reachabilityFence(address);
    if (result < 0) {
      throw new LinuxException("read the address of " + name, errno, "");
    }
    return length.bytes().getInt(0);
  }

  /**
   * Sends from a socket that knows its destination.
   *
   * @return the bytes sent, or {@link #WOULD_BLOCK}
   */
  public long send(NativeBuffer data, int offset, int length) throws LinuxException {
    LibC libc = SystemCalls.libc();
    while (true) {
      long sent = libc.send(number(), data.address(offset, length), length, MSG_NOSIGNAL);
      int errno = sent < 0 ? SystemCalls.errno() : 0;
      Reference.reachabilityFence(data);
      if (sent >= 0) {
        return sent;
      }
      if (errno == Errno.EAGAIN.value()) {
        return WOULD_BLOCK;
      }
      if (errno != Errno.EINTR.value()) {
        throw new LinuxException("send %d bytes through %s".formatted(length, name), errno, "");
      }
    }
  }

  /**
   * Sends a message to its address.
   *
   * @param to the address in words, for messages
   * @return the bytes sent, or {@link #WOULD_BLOCK}
   */
  public long send(OutgoingMessage message, String to) throws LinuxException {
    LibC libc = SystemCalls.libc();
    while (true) {
      long sent = libc.sendmsg(number(), message.header().address(), MSG_NOSIGNAL);
      int errno = sent < 0 ? SystemCalls.errno() : 0;
      Reference.reachabilityFence(message);
      if (sent >= 0) {
        return sent;
      }
      if (errno == Errno.EAGAIN.value()) {
        return WOULD_BLOCK;
      }
      if (errno != Errno.EINTR.value()) {
        throw new LinuxException("send to " + to + " through " + name, errno, "");
      }
    }
  }

  /**
   * Receives one message without waiting.
   *
   * @return the bytes received, more than the buffer holds never; or {@link #WOULD_BLOCK}
   */
  public int receive(ReceivedMessage into) throws LinuxException {
    LibC libc = SystemCalls.libc();
    while (true) {
      into.prepare();
      long received = libc.recvmsg(number(), into.header().address(), MSG_DONTWAIT);
      int errno = received < 0 ? SystemCalls.errno() : 0;
      Reference.reachabilityFence(into);
      if (received >= 0) {
        return Math.toIntExact(received);
      }
      if (errno == Errno.EAGAIN.value()) {
        return WOULD_BLOCK;
      }
      if (errno != Errno.EINTR.value()) {
        throw new LinuxException("receive from " + name, errno, "");
      }
    }
  }

  /** Sets a socket option to bytes. {@code option} is its name for messages. */
  public void setOption(
      int level, int number, NativeBuffer value, int length, String option, String remedy)
      throws LinuxException {
    int result =
        SystemCalls.libc().setsockopt(number(), level, number, value.address(0, length), length);
    int errno = result < 0 ? SystemCalls.errno() : 0;
    Reference.reachabilityFence(value);
    if (result < 0) {
      throw new LinuxException("set " + option + " on " + name, errno, remedy);
    }
  }

  /** Sets a socket option to a number. */
  public void setOption(int level, int number, int value, String option) throws LinuxException {
    NativeBuffer buffer = new NativeBuffer(4);
    buffer.bytes().putInt(0, value);
    setOption(level, number, buffer, 4, option, "");
  }

  /** A socket option that is a number. */
  public int option(int level, int number, String option) throws LinuxException {
    NativeBuffer value = new NativeBuffer(4);
    option(level, number, value, option);
    return value.bytes().getInt(0);
  }

  /** Reads an option that is a structure into {@code value}. */
  public void option(int level, int number, NativeBuffer value, String option)
      throws LinuxException {
    NativeBuffer length = new NativeBuffer(4);
    length.bytes().putInt(0, value.size());
    int result =
        SystemCalls.libc().getsockopt(number(), level, number, value.address(), length.address());
    int errno = result < 0 ? SystemCalls.errno() : 0;
    Reference.reachabilityFence(value);
    Reference.reachabilityFence(length);
    if (result < 0) {
      throw new LinuxException("read " + option + " of " + name, errno, "");
    }
  }

  /**
   * Sets an option whose value holds the address of other memory, such as a filter program.
   *
   * @param pointerAt where in {@code value} the address of {@code target} goes
   */
  public void setOptionWithPointer(
      int level,
      int number,
      NativeBuffer value,
      int pointerAt,
      NativeBuffer target,
      String option,
      String remedy)
      throws LinuxException {
    value.bytes().putLong(pointerAt, target.address());
    try {
      setOption(level, number, value, value.size(), option, remedy);
    } finally {
      Reference.reachabilityFence(target);
    }
  }

  /** Closes it; a second call does nothing. */
  @Override
  public void close() {
    int fd = number.getAndSet(-1);
    if (fd >= 0) {
      try {
        SystemCalls.libc().close(fd);
      } catch (LinuxException e) {
        throw new IllegalStateException("a descriptor is open without the library", e);
      }
    }
  }

  @Override
  public String toString() {
    return name + (isClosed() ? " (closed)" : "");
  }
}
