package io.readback.core.model;

import io.readback.spi.target.TcpAo;
import java.util.List;

/**
 * TCP-AO with the keys still in their Secrets.
 *
 * @param keys none: they could not be read, so there is no session
 */
public record TcpAoKeys(List<Key> keys) {
  /** One key; ids are 0 to 255. */
  public record Key(int sendId, int receiveId, TcpAo.Algorithm algorithm, SecretValueRef secret) {}

  public TcpAoKeys {
    keys = List.copyOf(keys);
  }

  /**
   * The keys themselves.
   *
   * @throws IllegalArgumentException where one is missing or does not fit
   */
  public TcpAo with(Secrets secrets) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "its keys could not be read: no session is opened without them");
    }
    return new TcpAo(
        keys.stream()
            .map(
                key ->
                    new TcpAo.Key(
                        key.sendId(),
                        key.receiveId(),
                        key.algorithm(),
                        secrets.value(key.secret())))
            .toList());
  }
}
