package io.readback.core.model;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wish that traffic goes elsewhere (RFC 8326): routes are first made unattractive, and
 * withdrawn after a while.
 *
 * @param patience how long routes stay announced with the least preference, up to {@link #LONGEST}
 */
public record Drain(Duration patience) {
  /** On a Node or a Service. */
  public static final String ANNOTATION = "readback.io/drain";

  /**
   * The MinRouteAdvertisementInterval that RFC 4271 section 10 suggests for external sessions:
   * after it every router next to us has passed the change on.
   */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

  public static final Duration LONGEST = Duration.ofHours(1);

  /** How to write one, for messages. */
  public static final String HOW_TO_WRITE =
      "Write true, false, or how long to wait before the withdrawal, such as 30s or 2m (up to 1h)";

  private static final Pattern WHOLE = Pattern.compile("([0-9]{1,7}(ms|s|m|h)){1,4}");
  private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h)");

  /** What a text says: {@code true}, {@code false} (no drain) or a duration. */
  public sealed interface Wish {}

  /** Drain. */
  public record Wanted(Drain drain) implements Wish {}

  /** Do not. */
  public record Unwanted() implements Wish {}

  /** Empty for a text that says nothing. */
  public static Optional<Wish> parse(String text) {
    if (text.equals("true")) {
      return Optional.of(new Wanted(new Drain(DEFAULT_PATIENCE)));
    }
    if (text.equals("false")) {
      return Optional.of(new Unwanted());
    }
    if (!WHOLE.matcher(text).matches() && !text.equals("0")) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long count = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
              });
    }
    return sum.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(new Wanted(new Drain(sum)));
  }

  /** What the annotation asks for; one that says nothing drains nothing. */
  public static Optional<Drain> of(Labels annotations) {
    return parse(annotations.get(ANNOTATION, "false"))
        .filter(Wanted.class::isInstance)
        .map(w -> ((Wanted) w).drain());
  }
}
