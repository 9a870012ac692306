package io.readback.bfd.packet;

import java.util.Locale;

/** The states of a session, in the order of their codes (RFC 5880 section 4.1). */
public enum BfdState {
  /** Held down by its administrator; says nothing about the path. */
  ADMIN_DOWN,
  DOWN,
  /** The peer is heard and is asked to confirm that it hears us. */
  INIT,
  UP;

  private static final BfdState[] CODES = values();

  public int code() {
    return ordinal();
  }

  /**
   * @param code its two lowest bits count
   */
  public static BfdState ofCode(int code) {
    return CODES[code & 3];
  }

  /** The word that documents use, such as {@code admin-down}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
