package io.readback.linux.call;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory outside the heap that the kernel reads and writes, in native byte order. Freed when
 * unreachable; whoever passes its address to the kernel holds on to this object until the call has
 * returned, as {@link FileDescriptor} does. Not thread-safe.
 */
public final class NativeBuffer {
  private final ByteBuffer bytes;
  private final long address;

  public NativeBuffer(int size) {
    bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    address = SystemCalls.address(bytes);
  }

  /** The memory. Positions and limits are the caller's; system calls here ignore them. */
  public ByteBuffer bytes() {
    return bytes;
  }

  public int size() {
    return bytes.capacity();
  }

  long address() {
    return address;
  }

  long address(int offset, int length) {
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw new IndexOutOfBoundsException(
          "%d bytes at %d of a buffer of %d".formatted(length, offset, size()));
    }
    return address + offset;
  }
}
