package io.readback.core.manifest;

import io.readback.core.model.Origin;
import io.readback.core.model.SecretData;
import io.readback.core.model.SecretRef;
import io.readback.spi.Secret;
import java.util.Base64;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** v1 Secret. No message ever quotes a value. */
final class SecretReader {
  private SecretReader() {}

  static Optional<SecretData> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "immutable");
    String type = object.text("type").orElse("Opaque");
    SortedMap<String, Secret> data = new TreeMap<>();
    Optional<FieldReader> encoded = object.object("data");
    if (encoded.isPresent()) {
      for (String key : encoded.get().names()) {
        encoded
            .get()
            .value(key)
            .flatMap(SecretReader::decoded)
            .ifPresent(secret -> data.put(key, secret));
      }
    }
    Optional<FieldReader> plain = object.object("stringData");
    if (plain.isPresent()) {
      for (String key : plain.get().names()) {
        plain
            .get()
            .value(key)
            .flatMap(ValueReader::hiddenText)
            .ifPresent(text -> data.put(key, Secret.ofText(text)));
      }
    }
    return Optional.of(
        new SecretData(new SecretRef(metadata.namespace(), metadata.name()), type, data, origin));
  }

  private static Optional<Secret> decoded(ValueReader value) {
    Optional<String> text = value.hiddenText();
    try {
      return text.map(t -> Secret.of(Base64.getDecoder().decode(t.replaceAll("\\s", ""))));
    } catch (IllegalArgumentException e) {
      value.error(
          "the value is not base64, the key has no effect",
          "Encode it with base64, or write it in clear under stringData");
      return Optional.empty();
    }
  }
}
