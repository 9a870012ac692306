package io.readback.core.manifest;

import io.readback.core.model.KeyedBfd;
import io.readback.core.model.SecretValueRef;
import io.readback.core.model.SessionSetting;
import io.readback.spi.target.BfdAuthentication.Type;
import io.readback.spi.target.BfdProfile;
import io.readback.spi.target.BgpSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code bfd} of BgpPeerSettings. A broken field leaves it without effect: other intervals than
 * meant can tear sessions down, and packets without their signature are not what was asked for.
 */
final class BfdSettingReader {
  private static final String FIELD = "bfd";
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Map<String, Type> TYPES =
      Arrays.stream(Type.values())
          .collect(Collectors.toUnmodifiableMap(Type::toString, Function.identity()));

  /** With the keys still in their Secrets. */
  private record Authentication(Type type, List<KeyedBfd.Key> keys) {}

  private BfdSettingReader() {}

  static Optional<SessionSetting> read(FieldReader spec) {
    return spec.object(FIELD).flatMap(BfdSettingReader::setting);
  }

  private static Optional<SessionSetting> setting(FieldReader fields) {
    Optional<Authentication> authentication =
        fields.object("authentication").flatMap(BfdSettingReader::authentication);
    Optional<BfdProfile> profile = profile(fields);
    if (profile.isEmpty() || authentication.isPresent() != fields.has("authentication")) {
      return Optional.empty();
    }
    return Optional.of(
        authentication
            .map(
                a ->
                    SessionSetting.protecting(
                        FIELD,
                        new KeyedBfd(profile.get(), a.type(), a.keys()),
                        (session, value, secrets) -> session.bfd(value.with(secrets))))
            .orElseGet(() -> SessionSetting.of(FIELD, profile.get(), BgpSession.Builder::bfd)));
  }

  private static Optional<BfdProfile> profile(FieldReader fields) {
    BfdProfile standard = BfdProfile.DEFAULT;
    Optional<Duration> transmit = interval(fields, "transmitInterval");
    Optional<Duration> receive = interval(fields, "receiveInterval");
    Optional<Duration> echo = interval(fields, "echoInterval");
    OptionalInt multiplier = fields.integer32("detectMultiplier", 1, 255);
    Optional<Boolean> passive = fields.value("passive").flatMap(ValueReader::flag);
    OptionalInt ttl = fields.integer32("minimumTtl", 1, 255);
    Optional<Boolean> strict = fields.value("strict").flatMap(ValueReader::flag);
    fields.finish();
    boolean whole =
        transmit.isPresent() == fields.has("transmitInterval")
            && receive.isPresent() == fields.has("receiveInterval")
            && echo.isPresent() == fields.has("echoInterval")
            && multiplier.isPresent() == fields.has("detectMultiplier")
            && passive.isPresent() == fields.has("passive")
            && ttl.isPresent() == fields.has("minimumTtl")
            && strict.isPresent() == fields.has("strict");
    if (!whole) {
      return Optional.empty();
    }
    BfdProfile profile =
        new BfdProfile(
            transmit.orElse(standard.transmitInterval()),
            receive.orElse(standard.receiveInterval()),
            multiplier.orElse(standard.detectMultiplier()),
            passive.orElse(standard.passive()),
            ttl.orElse(standard.minimumTtl()),
            strict.orElse(standard.strict()));
    return Optional.of(echo.map(profile::withEcho).orElse(profile));
  }

  private static Optional<Duration> interval(FieldReader fields, String name) {
    return fields.value(name).flatMap(value -> DurationText.read(value, SHORTEST, LONGEST));
  }

  private static Optional<Authentication> authentication(FieldReader fields) {
    Optional<Type> type =
        fields.required("type").isPresent() ? fields.choice("type", TYPES) : Optional.empty();
    List<ValueReader> items = fields.required("keys").map(ValueReader::items).orElse(List.of());
    List<KeyedBfd.Key> keys = new ArrayList<>();
    items.forEach(item -> item.object().flatMap(BfdSettingReader::key).ifPresent(keys::add));
    fields.finish();
    if (fields.has("keys") && items.isEmpty()) {
      fields.error("keys", "the list is empty", "Add a key, or remove authentication");
    }
    return type.isPresent() && !keys.isEmpty() && keys.size() == items.size()
        ? Optional.of(new Authentication(type.get(), keys))
        : Optional.empty();
  }

  private static Optional<KeyedBfd.Key> key(FieldReader fields) {
    OptionalInt id =
        fields.required("id").isPresent() ? fields.integer32("id", 0, 255) : OptionalInt.empty();
    Optional<SecretValueRef> secret = SecretValueReader.read(fields);
    fields.finish();
    return id.isPresent() && secret.isPresent()
        ? Optional.of(new KeyedBfd.Key(id.getAsInt(), secret.get()))
        : Optional.empty();
  }
}
