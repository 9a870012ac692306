package io.readback.core.model;

import io.readback.spi.target.BfdAuthentication;
import io.readback.spi.target.BfdProfile;
import java.util.List;

/**
 * BFD whose packets are authenticated, with the keys still in their Secrets.
 *
 * @param profile without authentication
 */
public record KeyedBfd(BfdProfile profile, BfdAuthentication.Type type, List<Key> keys) {
  /**
   * @param id 0 to 255
   */
  public record Key(int id, SecretValueRef secret) {}

  public KeyedBfd {
    keys = List.copyOf(keys);
  }

  /**
   * The profile with its keys.
   *
   * @throws IllegalArgumentException where one is missing or does not fit
   */
  public BfdProfile with(Secrets secrets) {
    return profile.withAuthentication(
        new BfdAuthentication(
            type,
            keys.stream()
                .map(key -> new BfdAuthentication.Key(key.id(), secrets.value(key.secret())))
                .toList()));
  }
}
