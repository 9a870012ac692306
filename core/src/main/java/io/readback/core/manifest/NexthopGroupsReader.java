package io.readback.core.manifest;

import io.readback.spi.target.NexthopGroups;
import io.readback.spi.target.NexthopGroups.Resilience;
import io.readback.spi.target.NexthopGroups.Use;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The fields of a KernelRoutes that say how routes share their next hops. */
final class NexthopGroupsReader {
  private static final String USE = "nexthopGroups";
  private static final String RESILIENT = "resilientGroups";
  static final List<String> FIELDS = List.of(USE, RESILIENT);

  private static final Map<String, Use> USES =
      Map.of("auto", Use.AUTO, "on", Use.ON, "off", Use.OFF);

  /** What an apiserver makes of an on or off without quotes. */
  private static final Map<String, Use> FLAGS =
      Map.of("true", Use.ON, "on", Use.ON, "false", Use.OFF, "off", Use.OFF);

  private NexthopGroupsReader() {}

  /** Empty where a field is broken. */
  static Optional<NexthopGroups> read(FieldReader spec) {
    Optional<Use> use =
        spec.value(USE)
            .map(v -> Optional.ofNullable(FLAGS.get(v.scalar())).or(() -> v.choice(USES)))
            .orElse(Optional.of(Use.AUTO));
    if (!spec.has(RESILIENT)) {
      return use.map(u -> new NexthopGroups(u, Optional.empty()));
    }
    Optional<Resilience> resilience =
        spec.object(RESILIENT).flatMap(NexthopGroupsReader::resilience);
    return use.flatMap(u -> resilience.map(r -> new NexthopGroups(u, Optional.of(r))));
  }

  private static Optional<Resilience> resilience(FieldReader object) {
    OptionalInt buckets = object.integer32("buckets", 1, 65_535);
    Optional<Duration> idle = duration(object, "idleTimer", Resilience.DEFAULT.idleTimer());
    Optional<Duration> unbalanced =
        duration(object, "unbalancedTimer", Resilience.DEFAULT.unbalancedTimer());
    object.finish();
    if (buckets.isPresent() != object.has("buckets") || idle.isEmpty() || unbalanced.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Resilience(buckets.orElse(Resilience.DEFAULT.buckets()), idle.get(), unbalanced.get()));
  }

  private static Optional<Duration> duration(FieldReader object, String field, Duration absent) {
    Optional<ValueReader> value = object.value(field);
    return value.isEmpty()
        ? Optional.of(absent)
        : DurationText.read(value.get(), Duration.ZERO, Resilience.LONGEST);
  }
}
