package io.readback.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
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
  private AdjRibIn ribIn;

  PeerRoutes(SpeakerEnvironment speaker, TargetId id, EncodedTable table) {
    this.speaker = speaker;
    this.id = id;
    this.table = table;
    this.ribIn = emptyRibIn();
  }

  private AdjRibIn emptyRibIn() {
    return new AdjRibIn(prefix -> speaker.importPolicy().accepts(id, prefix));
  }

  /**
   * A session begins: the whole table goes out on it.
   *
   * @param interval between UPDATEs for changes
   * @param sending shown whole messages before they are written
   */
  void up(SocketChannel channel, Negotiation agreed, Duration interval, Consumer<ByteBuf> sending) {
    ribIn = emptyRibIn();
    RouteSender now =
        new RouteSender(
            channel, new AdjRibOut(agreed.encoding(), table), speaker::changed, sending);
    sender = now;
    AdvertisementPace paced =
        new AdvertisementPace(speaker.transport().loop(), speaker.random(), interval, now::pump);
    pace = paced;
    paced.changed();
  }

  /** The session has ended. */
  void down() {
    abandon();
    ribIn = emptyRibIn();
  }

  /** Nothing is sent any more. */
  void abandon() {
    RouteSender now = sender;
    if (now != null) {
      now.close();
    }
    sender = null;
    pace = null;
  }

  EncodedTable table() {
    return table;
  }

  AdjRibIn ribIn() {
    return ribIn;
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
    if (whole && ribIn.overflowed()) {
      speaker
          .logger()
          .log(
              Level.WARNING,
              () ->
                  "session "
                      + id
                      + ": the peer sends more routes than are kept ("
                      + AdjRibIn.MOST_PREFIXES
                      + " prefixes, "
                      + AdjRibIn.MOST_PATHS
                      + " paths): counts and views of received routes are too low from now on");
    }
  }

  /** The first family of which the peer has sent more than {@code limit} prefixes. */
  Optional<AddressFamily> beyond(int limit) {
    for (AddressFamily family : AddressFamily.values()) {
      if (ribIn.received().size(family) > limit) {
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
