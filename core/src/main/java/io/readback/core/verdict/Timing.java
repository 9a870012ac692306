package io.readback.core.verdict;

import io.readback.core.model.RouterConfig;
import java.time.Duration;

/**
 * How long things may take before they count as wrong.
 *
 * @param converge after a change of what is expected: until then a route that is not as expected is
 *     pending
 * @param freshLooks evidence is fresh for so many of the router's intervals
 * @param freshAtLeast but never for less than this
 */
public record Timing(Duration converge, int freshLooks, Duration freshAtLeast) {
  /** 5 s, three looks, 30 s. */
  public static final Timing DEFAULT = new Timing(Duration.ofSeconds(5), 3, Duration.ofSeconds(30));

  /** How old a look at this router may be and still count. */
  public Duration fresh(RouterConfig router) {
    Duration looks = router.interval().multipliedBy(freshLooks);
    return looks.compareTo(freshAtLeast) > 0 ? looks : freshAtLeast;
  }
}
