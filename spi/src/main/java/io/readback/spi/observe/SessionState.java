package io.readback.spi.observe;

import java.util.Locale;

/** The states of RFC 4271 section 8.2.2. */
public enum SessionState {
  IDLE,
  CONNECT,
  ACTIVE,
  OPENSENT,
  OPENCONFIRM,
  ESTABLISHED;

  /** The lower-case name that documents use. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
