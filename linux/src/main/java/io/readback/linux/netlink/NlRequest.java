package io.readback.linux.netlink;

/** A request of one message. */
public interface NlRequest {
  /** Writes the whole message but for its end. */
  void write(NlWriter to, int sequence);
}
