package io.readback.spi.route;

import java.util.Comparator;

/** A large community, RFC 8092: three numbers of 0 to 4294967295. */
public record LargeCommunity(long global, long local1, long local2)
    implements Comparable<LargeCommunity> {
  private static final Comparator<LargeCommunity> ORDER =
      Comparator.comparingLong(LargeCommunity::global)
          .thenComparingLong(LargeCommunity::local1)
          .thenComparingLong(LargeCommunity::local2);

  public LargeCommunity {
    check(global);
    check(local1);
    check(local2);
  }

  private static void check(long part) {
    if (part < 0 || part > 0xffffffffL) {
      throw new IllegalArgumentException(
          "a part of a large community is 0 to 4294967295 but was " + part);
    }
  }

  @Override
  public int compareTo(LargeCommunity other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return global + ":" + local1 + ":" + local2;
  }
}
