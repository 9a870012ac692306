package io.readback.kernel.announce;

import io.readback.linux.Errno;
import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.call.NativeBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keeps a second agent from programming routes of the same protocol number: they would delete each
 * other's. An abstract socket's name is the network namespace's, and goes with the process.
 */
final class ProtocolLock implements AutoCloseable {
  private final FileDescriptor fd;

  private ProtocolLock(FileDescriptor fd) {
    this.fd = fd;
  }

  static ProtocolLock take(int protocol) throws LinuxException {
    FileDescriptor fd =
        FileDescriptor.socket(
            LinuxConstants.AF_UNIX, LinuxConstants.SOCK_DGRAM, 0, "a local socket", "");
    byte[] name = ("readback-kernel-routes-" + protocol).getBytes(StandardCharsets.US_ASCII);
    NativeBuffer address = new NativeBuffer(3 + name.length);
    address.bytes().putShort(0, (short) LinuxConstants.AF_UNIX);
    address.bytes().put(3, name);
    try {
      fd.bind(address, address.size(), "the lock of protocol " + protocol, "");
      return new ProtocolLock(fd);
    } catch (LinuxException e) {
      fd.close();
      if (e.is(Errno.EADDRINUSE)) {
        throw new LinuxException(
            "take the protocol number "
                + protocol
                + " for routes: another agent on this host has it",
            Errno.EADDRINUSE.value(),
            "end that one, or give each a protocol of its own in its settings and manifests");
      }
      throw e;
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
