package io.readback.linux.netlink;

import io.readback.linux.Errno;
import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What carries messages to the kernel and back. For one thread, but for {@link #wake}. */
interface NetlinkTransport extends AutoCloseable {
  /** Sends all complete messages of a writer in one piece. */
  void send(NlWriter messages) throws LinuxException;

  /**
   * What was received in one piece; valid until the next call. Null where nothing is there yet.
   *
   * @throws LinuxException ENOBUFS: messages were lost; EMSGSIZE: this one was not whole
   */
  @Nullable NlReader receive() throws LinuxException;

  /** Waits until something is there; a negative time: for ever. False after the time or a wake. */
  boolean await(Duration timeout) throws LinuxException;

  void wake();

  @Override
  void close();

  /**
   * Refuses a piece that is empty or was cut off: neither is an end of data.
   *
   * @param flags of recvmsg
   */
  static void checkWhole(int length, int flags) throws LinuxException {
    if (length == 0 || (flags & LinuxConstants.MSG_TRUNC) != 0) {
      throw new LinuxException("receive a whole message of netlink", Errno.EMSGSIZE.value(), "");
    }
  }
}
