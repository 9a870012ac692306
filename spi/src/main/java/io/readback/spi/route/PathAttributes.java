package io.readback.spi.route;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The attributes of a path besides its next hop, as RFC 4271 section 5 and its successors name
 * them. Sets are sorted, so equal attributes have equal encodings.
 */
public final class PathAttributes {
  /** ORIGIN IGP, an empty AS_PATH, nothing else. */
  public static final PathAttributes NONE = builder().build();

  private final Origin origin;
  private final AsPath asPath;
  private final OptionalLong med;
  private final OptionalLong localPref;
  private final List<Community> communities;
  private final List<LargeCommunity> largeCommunities;
  private final int hash;

  private PathAttributes(Builder b) {
    origin = b.origin;
    asPath = b.asPath;
    med = b.med;
    localPref = b.localPref;
    communities = List.copyOf(b.communities);
    largeCommunities = List.copyOf(b.largeCommunities);
    hash =
        31
                * (31
                        * (31 * (31 * (31 * origin.ordinal() + asPath.hashCode()) + med.hashCode())
                            + localPref.hashCode())
                    + communities.hashCode())
            + largeCommunities.hashCode();
  }

  public static Builder builder() {
    return new Builder();
  }

  public Builder toBuilder() {
    Builder b = new Builder().origin(origin).asPath(asPath);
    b.med = med;
    b.localPref = localPref;
    b.communities.addAll(communities);
    b.largeCommunities.addAll(largeCommunities);
    return b;
  }

  public Origin origin() {
    return origin;
  }

  /** On routes of our own: what stands behind our own AS number, normally nothing. */
  public AsPath asPath() {
    return asPath;
  }

  /** MULTI_EXIT_DISC, 0 to 4294967295. */
  public OptionalLong med() {
    return med;
  }

  /** LOCAL_PREF, 0 to 4294967295; leaves a speaker on internal sessions only. */
  public OptionalLong localPref() {
    return localPref;
  }

  /** Ascending, without duplicates. */
  public List<Community> communities() {
    return communities;
  }

  /** Ascending, without duplicates. */
  public List<LargeCommunity> largeCommunities() {
    return largeCommunities;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof PathAttributes other
        && hash == other.hash
        && origin == other.origin
        && asPath.equals(other.asPath)
        && med.equals(other.med)
        && localPref.equals(other.localPref)
        && communities.equals(other.communities)
        && largeCommunities.equals(other.largeCommunities);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("origin ").append(origin);
    if (!asPath.segments().isEmpty()) {
      out.append(", as-path ").append(asPath);
    }
    med.ifPresent(v -> out.append(", med ").append(v));
    localPref.ifPresent(v -> out.append(", local-pref ").append(v));
    if (!communities.isEmpty()) {
      out.append(", communities ").append(communities);
    }
    if (!largeCommunities.isEmpty()) {
      out.append(", large-communities ").append(largeCommunities);
    }
    return out.toString();
  }

  /** Collects attributes; ORIGIN is IGP unless said otherwise. */
  public static final class Builder {
    private Origin origin = Origin.IGP;
    private AsPath asPath = AsPath.EMPTY;
    private OptionalLong med = OptionalLong.empty();
    private OptionalLong localPref = OptionalLong.empty();
    private final SortedSet<Community> communities = new TreeSet<>();
    private final SortedSet<LargeCommunity> largeCommunities = new TreeSet<>();

    private Builder() {}

    public Builder origin(Origin value) {
      origin = value;
      return this;
    }

    public Builder asPath(AsPath value) {
      asPath = value;
      return this;
    }

    /** 0 to 4294967295. */
    public Builder med(long value) {
      med = OptionalLong.of(unsigned32("MULTI_EXIT_DISC", value));
      return this;
    }

    /** 0 to 4294967295. */
    public Builder localPref(long value) {
      localPref = OptionalLong.of(unsigned32("LOCAL_PREF", value));
      return this;
    }

    /** Takes LOCAL_PREF as it is given, also away. */
    public Builder localPref(Optional<Long> value) {
      localPref =
          value.map(v -> OptionalLong.of(unsigned32("LOCAL_PREF", v))).orElse(OptionalLong.empty());
      return this;
    }

    public Builder community(Community value) {
      communities.add(value);
      return this;
    }

    public Builder largeCommunity(LargeCommunity value) {
      largeCommunities.add(value);
      return this;
    }

    private static long unsigned32(String name, long value) {
      if (value < 0 || value > 0xffffffffL) {
        throw new IllegalArgumentException(name + " is 0 to 4294967295 but was " + value);
      }
      return value;
    }

    public PathAttributes build() {
      return new PathAttributes(this);
    }
  }
}
