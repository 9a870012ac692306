package io.readback.layer2.link;

/** Where frames go. */
public interface Wire {
  /** Sends a frame from an interface; false where it cannot take one now. */
  boolean send(String interfaceName, byte[] frame);

  /** Sets what an interface hears from now on. */
  void listen(LinkInterface on, Listening to);

  /** The interface is gone or down. */
  void leave(String interfaceName);
}
