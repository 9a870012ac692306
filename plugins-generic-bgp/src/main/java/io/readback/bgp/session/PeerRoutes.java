package io.readback.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Update;
import io.readback.bgp.rib.AdjRibIn;
import io.readback.bgp.rib.AdjRibOut;
import io.readback.bgp.rib.EncodedTable;
import io.readback.bgp.rib.RouteDelta;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.target.TargetId;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one peer: what it is to be told, how far that has got on its session, and what it
 * told us. Lives on the speaker's event loop.
 */
final class PeerRoutes {
  private final SpeakerEnvironment speaker;
  private final TargetId id;
  private EncodedTable table;
  private @Nullable RouteSender sender;
  private @Nullable AdvertisementPace pace;
  private final AdjRibIn ribIn;
  private final StaleRoutes stale;

  /**
   * @param changed called when received routes have gone or changed without a message
   */
  PeerRoutes(SpeakerEnvironment speaker, TargetId id, EncodedTable table, Runnable changed) {
    this.speaker = speaker;
    this.id = id;
    this.table = table;
    this.ribIn = new AdjRibIn(prefix -> speaker.importPolicy().accepts(id, prefix));
    this.stale = new StaleRoutes(ribIn, this::later, changed);
  }

  private Runnable later(Duration after, Runnable task) {
    Future<?> waiting =
        speaker.transport().loop().schedule(task, after.toMillis(), TimeUnit.MILLISECONDS);
    return () -> waiting.cancel(false);
  }

  /**
   * A session begins: the whole table goes out on it.
   *
   * @param interval between UPDATEs for changes
   * @param sending shown whole messages before they are written
   */
  void up(SocketChannel channel, Negotiation agreed, Duration interval, Consumer<ByteBuf> sending) {
    stale.up(agreed.restartTerms(), agreed.families());
    RouteSender now =
        new RouteSender(
            channel, new AdjRibOut(agreed.encoding(), table), speaker::changed, sending);
    sender = now;
    AdvertisementPace paced =
        new AdvertisementPace(speaker.transport().loop(), speaker.random(), interval, now::pump);
    pace = paced;
    paced.changed();
  }

  /**
   * The session has ended.
   *
   * @param kept what was agreed on it of the peer's routes, where they may be kept
   */
  void down(Optional<RestartTerms> kept) {
    sender = null;
    pace = null;
    kept.ifPresentOrElse(stale::lost, stale::end);
  }

  /** Nothing happens any more. */
  void abandon() {
    RouteSender now = sender;
    if (now != null) {
      now.close();
    }
    sender = null;
    pace = null;
    stale.cancel();
  }

  EncodedTable table() {
    return table;
  }

  AdjRibIn ribIn() {
    return ribIn;
  }

  /** How many received routes are left from a session that has ended. */
  long stalePaths() {
    long all = 0;
    for (AddressFamily family : AddressFamily.values()) {
      all += ribIn.stalePaths(family);
    }
    return all;
  }

  /** Empty while there is no session. */
  Optional<RouteSender> sender() {
    return Optional.ofNullable(sender);
  }

  /** The peer takes more. */
  void writable() {
    RouteSender now = sender;
    if (now != null) {
      now.pump();
    }
  }

  /** The peer asks for the whole table again (RFC 2918). */
  void refresh(AddressFamily family) {
    RouteSender now = sender;
    if (now != null) {
      now.routes().refresh(family);
      now.pump();
    }
  }

  /** Follow another table; {@link #pump} sends the difference. */
  void retarget(EncodedTable value) {
    table = value;
    RouteSender now = sender;
    if (now != null) {
      now.routes().retarget(value);
    }
  }

  /** The table followed has moved. */
  void offer(RouteDelta delta) {
    RouteSender now = sender;
    if (now != null) {
      now.routes().offer(delta);
    }
  }

  void pump() {
    AdvertisementPace now = pace;
    if (now != null) {
      now.changed();
    }
  }

  void received(Update update, boolean eligible) {
    boolean whole = !ribIn.overflowed();
    ribIn.update(update, eligible, speaker.clock().instant());
    update.endOfRib().flatMap(Family::unicast).ifPresent(stale::endOfRib);
    if (whole && ribIn.overflowed()) {
      speaker
          .logger()
          .log(
              Level.WARNING,
              () ->
                  "session "
                      + id
                      + ": the peer sends more routes than are kept ("
                      + AdjRibIn.MOST_ROUTES
                      + " routes, "
                      + AdjRibIn.MOST_PATHS
                      + " different paths, "
                      + AdjRibIn.MOST_OF_PREFIX
                      + " for one prefix): counts and views of received routes are too low from now"
                      + " on");
    }
  }

  /**
   * The first family of which the peer has sent more than {@code limit} paths on the present
   * session.
   */
  Optional<AddressFamily> beyond(int limit) {
    for (AddressFamily family : AddressFamily.values()) {
      if (ribIn.receivedPaths(family) - ribIn.stalePaths(family) > limit) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  /** Judges received routes again. */
  void policyChanged() {
    ribIn.policy(prefix -> speaker.importPolicy().accepts(id, prefix));
  }
}
