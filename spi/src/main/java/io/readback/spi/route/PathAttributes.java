package io.readback.spi.route;

import java.util.List;
import java.util.Objects;
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
  private final List<ExtendedCommunity> extendedCommunities;
  private final List<Ipv6ExtendedCommunity> ipv6ExtendedCommunities;
  private final int hash;

  private PathAttributes(Builder b) {
    origin = b.origin;
    asPath = b.asPath;
    med = b.med;
    localPref = b.localPref;
    communities = List.copyOf(b.communities);
    largeCommunities = List.copyOf(b.largeCommunities);
    extendedCommunities = List.copyOf(b.extendedCommunities);
    ipv6ExtendedCommunities = List.copyOf(b.ipv6ExtendedCommunities);
    hash =
        Objects.hash(
            origin.ordinal(),
            asPath,
            med,
            localPref,
            communities,
            largeCommunities,
            extendedCommunities,
            ipv6ExtendedCommunities);
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
    b.extendedCommunities.addAll(extendedCommunities);
    b.ipv6ExtendedCommunities.addAll(ipv6ExtendedCommunities);
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

  /** Ascending, without duplicates. */
  public List<ExtendedCommunity> extendedCommunities() {
    return extendedCommunities;
  }

  /** Ascending, without duplicates. */
  public List<Ipv6ExtendedCommunity> ipv6ExtendedCommunities() {
    return ipv6ExtendedCommunities;
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
        && largeCommunities.equals(other.largeCommunities)
        && extendedCommunities.equals(other.extendedCommunities)
        && ipv6ExtendedCommunities.equals(other.ipv6ExtendedCommunities);
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
    if (!extendedCommunities.isEmpty()) {
      out.append(", extended-communities ").append(extendedCommunities);
    }
    if (!ipv6ExtendedCommunities.isEmpty()) {
      out.append(", ipv6-extended-communities ").append(ipv6ExtendedCommunities);
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
    private final SortedSet<ExtendedCommunity> extendedCommunities = new TreeSet<>();
    private final SortedSet<Ipv6ExtendedCommunity> ipv6ExtendedCommunities = new TreeSet<>();

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

    public Builder extendedCommunity(ExtendedCommunity value) {
      extendedCommunities.add(value);
      return this;
    }

    public Builder ipv6ExtendedCommunity(Ipv6ExtendedCommunity value) {
      ipv6ExtendedCommunities.add(value);
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
