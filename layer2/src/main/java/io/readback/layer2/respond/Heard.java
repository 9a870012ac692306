package io.readback.layer2.respond;

import io.readback.layer2.frame.MacAddress;
import io.readback.spi.net.IpAddress;

/** What a frame from another machine means to a responder. */
public sealed interface Heard {
  /** Nothing to us. */
  record Nothing() implements Heard {}

  /** Somebody asks for a VIP that we answer for; {@code reply} is the frame to send. */
  record Question(IpAddress vip, byte[] reply) implements Heard {}

  /** Somebody else says, by an answer or on its own, that an address is at {@code holder}. */
  record Claim(IpAddress address, MacAddress holder) implements Heard {}

  /** The one instance of {@link Nothing}. */
  Heard NOTHING = new Nothing();
}
