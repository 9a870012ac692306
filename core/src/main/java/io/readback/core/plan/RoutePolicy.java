package io.readback.core.plan;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.List;

/**
 * What a session lets through, in the form Cilium's command line shows it.
 *
 * @param instance the speaker it belongs to
 * @param peers whom it concerns; empty: all of the instance
 * @param families which families; empty: all
 * @param prefixes which prefixes; empty: all
 * @param pathActions what is set on the way, in words
 */
public record RoutePolicy(
    String instance,
    String name,
    Direction direction,
    List<IpAddress> peers,
    List<AddressFamily> families,
    List<PrefixMatch> prefixes,
    Action action,
    List<String> pathActions) {
  public RoutePolicy {
    peers = List.copyOf(peers);
    families = List.copyOf(families);
    prefixes = List.copyOf(prefixes);
    pathActions = List.copyOf(pathActions);
  }

  /** Which way routes go. */
  public enum Direction {
    IMPORT,
    EXPORT
  }

  /** What happens to a route. */
  public enum Action {
    ACCEPT,
    REJECT
  }

  /** Prefixes inside {@code prefix} whose length is from {@code min} to {@code max}. */
  public record PrefixMatch(IpPrefix prefix, int min, int max) {
    @Override
    public String toString() {
      return prefix + " (" + min + ".." + max + ")";
    }
  }
}
