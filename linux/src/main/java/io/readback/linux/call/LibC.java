package io.readback.linux.call;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.intptr_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import jnr.ffi.types.u_int32_t;

/**
 * The C library, as far as it is used. What carries data takes raw addresses of direct buffers (see
 * {@link NativeBuffer}), which costs nothing per call; each saves errno.
 */
public interface LibC {
  int socket(int domain, int type, int protocol);

  int close(int fd);

  int bind(int fd, @intptr_t long address, @u_int32_t int length);

  int connect(int fd, @intptr_t long address, @u_int32_t int length);

  int getsockname(int fd, @intptr_t long address, @intptr_t long length);

  int setsockopt(int fd, int level, int name, @intptr_t long value, @u_int32_t int length);

  int getsockopt(int fd, int level, int name, @intptr_t long value, @intptr_t long length);

  @ssize_t
  long send(int fd, @intptr_t long data, @size_t long length, int flags);

  // sendto is absent: with six arguments jffi 1.4.3 passes the last one wrong on x86_64
  @ssize_t
  long sendmsg(int fd, @intptr_t long message, int flags);

  @ssize_t
  long recvmsg(int fd, @intptr_t long message, int flags);

  @ssize_t
  long read(int fd, @intptr_t long data, @size_t long length);

  @ssize_t
  long write(int fd, @intptr_t long data, @size_t long length);

  int poll(@intptr_t long fds, @size_t long count, int timeout);

  int eventfd(@u_int32_t int initial, int flags);

  int open(@In CharSequence path, int flags);

  int setns(int fd, int namespace);

  int if_nametoindex(@In CharSequence name);

  int if_indextoname(@u_int32_t int index, @Out byte[] name);
}
