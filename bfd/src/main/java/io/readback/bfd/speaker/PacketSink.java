package io.readback.bfd.speaker;

import io.readback.linux.LinuxException;
import java.nio.ByteBuffer;

/** Where a session puts its packets. */
interface PacketSink extends AutoCloseable {
  /** Opens the sink of a session. */
  @FunctionalInterface
  interface Opener {
    PacketSink open(BfdPath path) throws LinuxException;
  }

  /** Where the packet to be sent stands, in network byte order. */
  ByteBuffer packet();

  void send() throws LinuxException;

  @Override
  void close();
}
