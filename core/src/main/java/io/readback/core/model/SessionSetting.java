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
  private final BiConsumer<BgpSession.Builder, Object> effect;

  private SessionSetting(
      String field, Object value, BiConsumer<BgpSession.Builder, Object> effect) {
    this.field = field;
    this.value = value;
    this.effect = effect;
  }

  /**
   * @param field its name below {@code spec}
   * @param value compared by {@code equals}, shown by {@code toString}
   */
  @SuppressWarnings("unchecked") // the effect only ever gets the value that stands beside it
  public static <T> SessionSetting of(
      String field, T value, BiConsumer<BgpSession.Builder, T> effect) {
    return new SessionSetting(field, value, (builder, v) -> effect.accept(builder, (T) v));
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
  public void applyTo(BgpSession.Builder builder) {
    effect.accept(builder, value);
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
