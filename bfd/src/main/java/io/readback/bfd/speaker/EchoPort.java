package io.readback.bfd.speaker;

import io.readback.linux.LinuxException;

/** Where a session puts its echo packets. */
interface EchoPort {
  /** Opens the port of a session. */
  @FunctionalInterface
  interface Opener {
    /**
     * @throws LinuxException where echo packets cannot be sent on this path
     */
    EchoPort open(BfdPath path) throws LinuxException;
  }

  /**
   * Sends one.
   *
   * @return false where the peer's link-layer address is not known yet
   */
  boolean send(int discriminator, int sequence) throws LinuxException;
}
