package io.readback.spi.observe;

import java.util.Locale;

/** Which way a message went. */
public enum MessageDirection {
  /** No message is meant. */
  NONE,
  SENT,
  RECEIVED;

  /** The lower-case name that documents use. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
