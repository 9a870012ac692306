package io.readback.spi.observe;

import io.readback.spi.route.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A path that a peer advertised to us.
 *
 * @param since when it came
 * @param pathId the peer's name for it, unsigned 32 bits, where the peer sends several paths of a
 *     prefix (RFC 7911)
 * @param eligible whether it may be used at all: no loop, no leak
 * @param staleness whether it is left from a session that has ended
 * @param further the other paths of the prefix by ascending identifier, without further ones
 *     themselves
 */
public record ReceivedRoute(
    Path path,
    Instant since,
    OptionalLong pathId,
    boolean eligible,
    Staleness staleness,
    List<ReceivedRoute> further) {
  /** How long ago the peer stood by a route. */
  public enum Staleness {
    /** Of the present session. */
    FRESH,
    /** Of one that has ended, and whose peer is expected back soon (RFC 4724). */
    STALE,
    /** As before, and kept beyond the restart time (RFC 9494). */
    LONG_LIVED
  }

  public ReceivedRoute {
    further = List.copyOf(further);
    if (further.stream().anyMatch(r -> !r.further.isEmpty())) {
      throw new IllegalArgumentException("a further path has no further ones itself");
    }
  }

  /** The only path of its prefix, of the present session. */
  public ReceivedRoute(Path path, Instant since) {
    this(path, since, OptionalLong.empty(), true, Staleness.FRESH, List.of());
  }

  /** This path alone, then each of the further ones. */
  public Stream<ReceivedRoute> all() {
    return further.isEmpty()
        ? Stream.of(this)
        : Stream.concat(Stream.of(with(List.of())), further.stream());
  }

  /** How many paths of the prefix there are. */
  public int count() {
    return 1 + further.size();
  }

  public boolean stale() {
    return staleness != Staleness.FRESH;
  }

  /** The same path beside others. */
  public ReceivedRoute with(List<ReceivedRoute> others) {
    return new ReceivedRoute(path, since, pathId, eligible, staleness, others);
  }

  /** The same path alone, as stale as said. */
  public ReceivedRoute with(Staleness value) {
    return new ReceivedRoute(path, since, pathId, eligible, value, List.of());
  }
}
