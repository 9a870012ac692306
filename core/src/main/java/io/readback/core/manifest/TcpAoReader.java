package io.readback.core.manifest;

import io.readback.core.model.SecretValueRef;
import io.readback.core.model.SessionSetting;
import io.readback.core.model.TcpAoKeys;
import io.readback.spi.target.TcpAo.Algorithm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code tcpAo} of BgpPeerSettings. */
final class TcpAoReader {
  static final String FIELD = "tcpAo";
  private static final Map<String, Algorithm> ALGORITHMS =
      Arrays.stream(Algorithm.values())
          .collect(Collectors.toUnmodifiableMap(Algorithm::toString, Function.identity()));

  private TcpAoReader() {}

  /** One broken key leaves all without effect, and the sessions with them: they were to be had. */
  static Optional<SessionSetting> read(FieldReader spec) {
    if (!spec.has(FIELD)) {
      return Optional.empty();
    }
    List<TcpAoKeys.Key> keys = spec.object(FIELD).map(TcpAoReader::keys).orElse(List.of());
    return Optional.of(
        SessionSetting.protecting(
            FIELD,
            new TcpAoKeys(keys),
            (session, value, secrets) -> session.tcpAo(value.with(secrets))));
  }

  private static List<TcpAoKeys.Key> keys(FieldReader fields) {
    List<ValueReader> items = fields.required("keys").map(ValueReader::items).orElse(List.of());
    List<TcpAoKeys.Key> keys = new ArrayList<>();
    items.forEach(item -> item.object().flatMap(TcpAoReader::key).ifPresent(keys::add));
    fields.finish();
    if (fields.has("keys") && items.isEmpty()) {
      fields.error(
          "keys", "the list is empty, so there is no session", "Add a key, or remove tcpAo");
    }
    return keys.size() == items.size() ? keys : List.of();
  }

  private static Optional<TcpAoKeys.Key> key(FieldReader fields) {
    OptionalInt send = id(fields, "sendId");
    OptionalInt receive = id(fields, "recvId");
    Optional<Algorithm> algorithm = fields.choice("algorithm", ALGORITHMS);
    Optional<SecretValueRef> secret = SecretValueReader.read(fields);
    fields.finish();
    boolean whole =
        send.isPresent()
            && receive.isPresent()
            && secret.isPresent()
            && algorithm.isPresent() == fields.has("algorithm");
    return whole
        ? Optional.of(
            new TcpAoKeys.Key(
                send.getAsInt(),
                receive.getAsInt(),
                algorithm.orElse(Algorithm.HMAC_SHA_1_96),
                secret.get()))
        : Optional.empty();
  }

  private static OptionalInt id(FieldReader fields, String name) {
    return fields.required(name).isPresent() ? fields.integer32(name, 0, 255) : OptionalInt.empty();
  }
}
