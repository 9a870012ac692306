package io.readback.core.model;

import io.readback.spi.target.BgpSession;
import java.util.function.BiConsumer;

/**
 * One field of a {@link BgpPeerSettings}: what it sets of a session. Two are equal when they set
 * the same field to the same value.
 */
public final class SessionSetting {
  private final String field;
  private final Object value;
  private final Effect<Object> effect;
  private final boolean protecting;

  /** What a value does to a session. */
  @FunctionalInterface
  public interface Effect<T> {
    /**
     * @throws IllegalArgumentException where the value does not fit the session
     */
    void on(BgpSession.Builder session, T value, Secrets secrets);
  }

  private SessionSetting(String field, Object value, Effect<Object> effect, boolean protecting) {
    this.field = field;
    this.value = value;
    this.effect = effect;
    this.protecting = protecting;
  }

  /**
   * @param field its name below {@code spec}
   * @param value compared by {@code equals}, shown by {@code toString}
   */
  @SuppressWarnings("unchecked") // the effect only ever gets the value that stands beside it
  public static <T> SessionSetting of(
      String field, T value, BiConsumer<BgpSession.Builder, T> effect) {
    return new SessionSetting(
        field, value, (builder, v, secrets) -> effect.accept(builder, (T) v), false);
  }

  /**
   * A setting that protects a session: where it cannot be applied there is to be no session, rather
   * than one without protection.
   *
   * @param value as with {@link #of}; holds no secret
   */
  @SuppressWarnings("unchecked") // as above
  public static <T> SessionSetting protecting(String field, T value, Effect<T> effect) {
    return new SessionSetting(
        field, value, (builder, v, secrets) -> effect.on(builder, (T) v, secrets), true);
  }

  public boolean protects() {
    return protecting;
  }

  public String field() {
    return field;
  }

  public Object value() {
    return value;
  }

  /**
   * @throws IllegalArgumentException where the value does not fit the session
   */
  public void applyTo(BgpSession.Builder builder, Secrets secrets) {
    effect.on(builder, value, secrets);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SessionSetting other
        && field.equals(other.field)
        && value.equals(other.value);
  }

  @Override
  public int hashCode() {
    return field.hashCode() * 31 + value.hashCode();
  }

  @Override
  public String toString() {
    return field + ": " + value;
  }
}
