package io.readback.linux.netlink;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.route.Link;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;

class NetlinkSocketFuzzTest {
  private static final int RECEIVE_BUFFER = 1 << 20;

  // one for all inputs: its memory is outside the heap
  private final ScriptedTransport kernel = new ScriptedTransport();
  private final NetlinkSocket socket = new NetlinkSocket(kernel, 1, RECEIVE_BUFFER);
  private final ByteBuffer received =
      ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.nativeOrder());

  /** Whatever comes back: an outcome, or the failure of the question. Never an endless wait. */
  @FuzzTest
  void answers(byte[] data) {
    int length = Math.min(data.length, received.capacity());
    // two receives, so that what one begins the other may end
    int middle = length / 2;
    kernel.onSend =
        last -> {
          kernel.steps.clear();
          kernel.steps.add(() -> take(data, 0, middle));
          kernel.steps.add(() -> take(data, middle, length));
        };
    NlRequest request = Link.list();
    try {
      socket.execute(List.of(request, request, request));
    } catch (LinuxException e) {
      expected(e);
    }
    try {
      socket.dump(request, Link::read);
    } catch (LinuxException e) {
      expected(e);
    }
    try {
      socket.ask(request, Link::read, EnumSet.noneOf(Errno.class));
    } catch (LinuxException e) {
      expected(e);
    }
  }

  private NlReader take(byte[] data, int from, int to) {
    received.put(0, data, from, to - from);
    return new NlReader(received, to - from);
  }

  private static void expected(LinuxException e) {
    if (e.getMessage() == null) {
      throw new IllegalStateException("a failure without words", e);
    }
  }
}
