package io.readback.spi.target;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether routes to other nodes share nexthop groups of the kernel: objects by which any number of
 * routes lead, so that a change of their next hops is one change.
 *
 * @param resilience keeps flows on their next hops while the set of them changes; empty: a change
 *     may move any flow
 */
public record NexthopGroups(Use use, Optional<Resilience> resilience) {
  /** Where the kernel has them; not resilient. */
  public static final NexthopGroups DEFAULT = new NexthopGroups(Use.AUTO, Optional.empty());

  /** When. */
  public enum Use {
    /** Where the kernel has them, else each route has its own next hops. */
    AUTO,
    /** Always: a route is refused where the kernel has no such groups. */
    ON,
    /** Never. */
    OFF
  }

  /**
   * A resilient group; the kernel has them since Linux 5.13.
   *
   * @param buckets among which the group spreads flows, 1 to 65535; a change of the number makes a
   *     new group
   * @param idleTimer how long a bucket must be without packets before it may move to another next
   *     hop, in steps of 10 ms
   * @param unbalancedTimer after which buckets move though they have packets; 0: never
   */
  public record Resilience(int buckets, Duration idleTimer, Duration unbalancedTimer) {
    /** The longest time that is safely within what the kernel can count. */
    public static final Duration LONGEST = Duration.ofDays(100);

    /** The kernel's own values: 128 buckets, 120 s, never. */
    public static final Resilience DEFAULT =
        new Resilience(128, Duration.ofSeconds(120), Duration.ZERO);

    public Resilience {
      if (buckets < 1 || buckets > 65_535) {
        throw new IllegalArgumentException("a group has 1 to 65535 buckets but was " + buckets);
      }
      if (idleTimer.isNegative() || idleTimer.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("an idle timer is 0 to 100 days but was " + idleTimer);
      }
      if (unbalancedTimer.isNegative() || unbalancedTimer.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "an unbalanced timer is 0 to 100 days but was " + unbalancedTimer);
      }
    }
  }
}
