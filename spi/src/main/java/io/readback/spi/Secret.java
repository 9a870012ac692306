package io.readback.spi;

import java.util.Arrays;

/**
 * A secret value. Prints as asterisks; comparable by value so that a rotation is seen as a change.
 */
public final class Secret {
  private final byte[] value;

  private Secret(byte[] value) {
    this.value = value;
  }

  public static Secret of(byte[] value) {
    return new Secret(value.clone());
  }

  /** The UTF-8 octets of {@code text}. */
  public static Secret ofText(String text) {
    return new Secret(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** The value; for the one place that hands it to a library or the kernel. */
  public byte[] reveal() {
    return value.clone();
  }

  /** The value read as UTF-8. */
  public String revealText() {
    return new String(value, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Secret other && Arrays.equals(value, other.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "***";
  }
}
