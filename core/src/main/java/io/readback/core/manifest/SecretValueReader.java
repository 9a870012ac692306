package io.readback.core.manifest;

import io.readback.core.model.SecretRef;
import io.readback.core.model.SecretValueRef;
import java.util.Optional;

/** References to one value of a Secret: {@code secretRef: {namespace, name, key}}. */
final class SecretValueReader {
  private static final String DEFAULT_KEY = "password";

  private SecretValueReader() {}

  /** Empty where it is absent or broken, and reported. */
  static Optional<SecretValueRef> read(FieldReader fields) {
    return fields
        .required("secretRef")
        .flatMap(ValueReader::object)
        .flatMap(SecretValueReader::reference);
  }

  private static Optional<SecretValueRef> reference(FieldReader fields) {
    Optional<String> name = fields.requiredText("name");
    String namespace = fields.text("namespace").filter(n -> !n.isEmpty()).orElse("default");
    String key = fields.text("key").filter(k -> !k.isEmpty()).orElse(DEFAULT_KEY);
    fields.finish();
    return name.map(n -> new SecretValueRef(new SecretRef(namespace, n), key));
  }
}
