package io.readback.core.model;

/**
 * Names one value of a Secret.
 *
 * @param key below {@code data}
 */
public record SecretValueRef(SecretRef secret, String key) {
  @Override
  public String toString() {
    return "key '" + key + "' of Secret " + secret;
  }
}
