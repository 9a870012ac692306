package io.readback.router.ssh;

import io.readback.spi.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * How to log in. With both, the key is offered first.
 *
 * @param privateKey an unencrypted private key in OpenSSH or PEM form
 */
public record SshCredentials(Optional<Secret> privateKey, Optional<Secret> password) {
  public SshCredentials {
    if (privateKey.isEmpty() && password.isEmpty()) {
      throw new IllegalArgumentException(
          "neither 'ssh-privatekey' (type kubernetes.io/ssh-auth) nor 'password' (type"
              + " kubernetes.io/basic-auth) is in the Secret");
    }
  }

  /**
   * From the data of a Secret of type {@code kubernetes.io/ssh-auth} or {@code
   * kubernetes.io/basic-auth}.
   *
   * @throws IllegalArgumentException when it holds neither a key nor a password
   */
  public static SshCredentials of(Map<String, Secret> data) {
    return new SshCredentials(
        Optional.ofNullable(data.get("ssh-privatekey")), Optional.ofNullable(data.get("password")));
  }
}
