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

  /** Where the packet to be sent stands, in network byte order; with room for a signature. */
  ByteBuffer packet();

  /**
   * @param length of the packet in octets
   */
  void send(int length) throws LinuxException;

  @Override
  void close();
}
