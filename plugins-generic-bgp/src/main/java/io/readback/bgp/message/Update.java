package io.readback.bgp.message;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.List;
import java.util.Optional;

/**
 * UPDATE, RFC 4271 section 4.3, with both ways of carrying routes (RFC 4760) in one form.
 *
 * @param reach announced routes: at most one entry for the NLRI field and one for MP_REACH_NLRI
 * @param unreach withdrawn routes: at most one entry for the withdrawn-routes field and one for
 *     MP_UNREACH_NLRI
 * @param attributes the attributes common to all of {@code reach}
 */
public record Update(List<Reach> reach, List<Unreach> unreach, UpdateAttributes attributes)
    implements Message {
  /**
   * Announced prefixes of a family.
   *
   * @param nextHop for 32-octet next hops (RFC 2545) the first of the two addresses
   * @param linkLocal the second of two next hops
   * @param pathIds the path identifier of each prefix (RFC 7911); empty where none were agreed
   */
  public record Reach(
      Family family,
      IpAddress nextHop,
      Optional<IpAddress> linkLocal,
      List<IpPrefix> prefixes,
      List<Long> pathIds) {
    public Reach {
      prefixes = List.copyOf(prefixes);
      pathIds = checked(pathIds, prefixes);
    }

    /** Without path identifiers. */
    public Reach(
        Family family, IpAddress nextHop, Optional<IpAddress> linkLocal, List<IpPrefix> prefixes) {
      this(family, nextHop, linkLocal, prefixes, List.of());
    }
  }

  /**
   * Withdrawn prefixes of a family.
   *
   * @param pathIds as in {@link Reach}
   */
  public record Unreach(Family family, List<IpPrefix> prefixes, List<Long> pathIds) {
    public Unreach {
      prefixes = List.copyOf(prefixes);
      pathIds = checked(pathIds, prefixes);
    }

    /** Without path identifiers. */
    public Unreach(Family family, List<IpPrefix> prefixes) {
      this(family, prefixes, List.of());
    }
  }

  private static List<Long> checked(List<Long> pathIds, List<IpPrefix> prefixes) {
    if (!pathIds.isEmpty() && pathIds.size() != prefixes.size()) {
      throw new IllegalArgumentException(
          pathIds.size() + " path identifiers for " + prefixes.size() + " prefixes");
    }
    return List.copyOf(pathIds);
  }

  public Update {
    reach = List.copyOf(reach);
    unreach = List.copyOf(unreach);
  }

  /** The End-of-RIB marker of {@code family} (RFC 4724 section 2). */
  public static Update endOfRib(Family family) {
    return family.equals(Family.IPV4_UNICAST)
        ? new Update(List.of(), List.of(), UpdateAttributes.NONE)
        : new Update(List.of(), List.of(new Unreach(family, List.of())), UpdateAttributes.NONE);
  }

  /** The family this message marks the End-of-RIB of, if it does. */
  public Optional<Family> endOfRib() {
    if (!reach.isEmpty() || !attributes.equals(UpdateAttributes.NONE)) {
      return Optional.empty();
    }
    if (unreach.isEmpty()) {
      return Optional.of(Family.IPV4_UNICAST);
    }
    Unreach only = unreach.get(0);
    return unreach.size() == 1 && only.prefixes().isEmpty()
        ? Optional.of(only.family())
        : Optional.empty();
  }

  @Override
  public int type() {
    return TYPE_UPDATE;
  }
}
