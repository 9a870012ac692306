package io.readback.core.model;

import io.readback.spi.Secret;

/** Where settings get the values of the Secrets that they name. */
@FunctionalInterface
public interface Secrets {
  /**
   * The value.
   *
   * @throws IllegalArgumentException where there is none, or an empty one; it says which, and what
   *     to do
   */
  Secret value(SecretValueRef ref);
}
