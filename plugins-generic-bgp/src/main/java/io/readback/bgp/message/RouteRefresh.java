package io.readback.bgp.message;

/**
 * ROUTE-REFRESH, RFC 2918 and RFC 7313.
 *
 * @param subtype 0 asks for the routes; 1 and 2 mark the begin and end of a refresh (BoRR, EoRR);
 *     other values are to be ignored
 */
public record RouteRefresh(Family family, int subtype) implements Message {
  public static final int REQUEST = 0;
  public static final int BEGIN = 1;
  public static final int END = 2;

  public RouteRefresh {
    if ((subtype & ~0xff) != 0) {
      throw new IllegalArgumentException("a subtype is 0 to 255 but was " + subtype);
    }
  }

  /** A request for all routes of {@code family}. */
  public static RouteRefresh request(Family family) {
    return new RouteRefresh(family, REQUEST);
  }

  @Override
  public int type() {
    return TYPE_ROUTE_REFRESH;
  }
}
