package io.readback.bfd.packet;

/** Why a session last left Up, in the order of the codes (RFC 5880 section 4.1). */
public enum Diagnostic {
  NONE("no diagnostic"),
  DETECTION_TIME_EXPIRED("control detection time expired"),
  ECHO_FAILED("echo function failed"),
  NEIGHBOR_SIGNALED_DOWN("neighbor signaled session down"),
  FORWARDING_PLANE_RESET("forwarding plane reset"),
  PATH_DOWN("path down"),
  CONCATENATED_PATH_DOWN("concatenated path down"),
  ADMINISTRATIVELY_DOWN("administratively down"),
  REVERSE_CONCATENATED_PATH_DOWN("reverse concatenated path down"),
  /** A code that RFC 5880 does not define. */
  RESERVED("reserved");

  private static final Diagnostic[] CODES = values();

  private final String words;

  Diagnostic(String words) {
    this.words = words;
  }

  /**
   * @throws IllegalStateException for {@link #RESERVED}, which is never sent
   */
  public int code() {
    if (this == RESERVED) {
      throw new IllegalStateException("a reserved diagnostic has no code");
    }
    return ordinal();
  }

  /**
   * @param code 0 to 31
   */
  public static Diagnostic ofCode(int code) {
    return CODES[Math.min(code, RESERVED.ordinal())];
  }

  /** The RFC's words, in lower case. */
  @Override
  public String toString() {
    return words;
  }
}
