package io.readback.core.plan;

import io.readback.core.model.SecretData;
import io.readback.core.model.SecretRef;
import io.readback.core.model.SecretValueRef;
import io.readback.core.model.Secrets;
import io.readback.spi.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of the Secrets of a cluster. */
final class SecretValues implements Secrets {
  private final Map<SecretRef, SecretData> known;

  SecretValues(Map<SecretRef, SecretData> known) {
    this.known = known;
  }

  @Override
  public Secret value(SecretValueRef ref) {
    @Nullable SecretData found = known.get(ref.secret());
    if (found == null) {
      throw new IllegalArgumentException(
          "Secret " + ref.secret() + " is missing, and no session is opened without its key");
    }
    @Nullable Secret value = found.data().get(ref.key());
    if (value == null || value.equals(Secret.of(new byte[0]))) {
      throw new IllegalArgumentException(
          "Secret "
              + ref.secret()
              + " has no "
              + (value == null ? "" : "value under its ")
              + "key '"
              + ref.key()
              + "', and no session is opened without it");
    }
    return value;
  }
}
