package io.readback.core.manifest;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Kubernetes writes them: {@code 10s}, {@code 1m30s}, {@code 500ms}, {@code 1.5h};
 * {@code 0} needs no unit.
 */
final class DurationText {
  private static final Pattern WHOLE = Pattern.compile("([0-9]{1,9}(\\.[0-9]{1,9})?(ms|s|m|h))+|0");
  private static final Pattern PART = Pattern.compile("([0-9.]+)(ms|s|m|h)");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

  private DurationText() {}

  static Optional<Duration> read(ValueReader value, Duration shortest, Duration longest) {
    if (value.isList() || value.isObject()) {
      return value.text().map(text -> shortest);
    }
    String text = value.scalar();
    if (!WHOLE.matcher(text).matches()) {
      value.error(
          value.quoted() + " is not a duration",
          text.matches("[0-9]+")
              ? "Add the unit: " + text + "s for seconds"
              : "Write it with its unit, such as 10s or 1m30s");
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      BigDecimal unit = BigDecimal.valueOf(MILLIS.getOrDefault(part.group(2), 0L));
      sum = sum.plusMillis(new BigDecimal(part.group(1)).multiply(unit).longValue());
    }
    if (sum.compareTo(shortest) < 0 || sum.compareTo(longest) > 0) {
      value.error(
          value.quoted() + " is not in the range " + text(shortest) + " to " + text(longest),
          "Use a value in the range");
      return Optional.empty();
    }
    return Optional.of(sum);
  }

  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
