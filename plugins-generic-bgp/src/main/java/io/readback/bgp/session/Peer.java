package io.readback.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.readback.bfd.speaker.BfdStatus;
import io.readback.bgp.codec.Decoded;
import io.readback.bgp.fsm.CollisionRule;
import io.readback.bgp.fsm.FsmEvent;
import io.readback.bgp.fsm.FsmEventType;
import io.readback.bgp.fsm.FsmSettings;
import io.readback.bgp.fsm.FsmState;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.Update;
import io.readback.bgp.rib.AdjRibIn;
import io.readback.bgp.rib.AdjRibOut;
import io.readback.bgp.rib.EncodedTable;
import io.readback.bgp.rib.RouteDelta;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.MessageDirection;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TargetId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One configured peer: its one or, until a collision is resolved, two connections, what it was told
 * and what it told us. Lives on the speaker's event loop.
 *
 * <p>Longer than most classes: it is the one place where the two connections, the tables and the
 * status of a peer meet.
 */
final class Peer {
  /** How long after the beginning of a session a colliding connection may still show up. */
  private static final Duration COLLISION_TIME = Duration.ofSeconds(10);

  private final SpeakerEnvironment speaker;
  private final PeerBfd bfd;

  /** Changes in what it says of BFD alone. */
  private BgpSession session;

  /** The session with the peer's address filled in, where that had to be found out. */
  private BgpSession reached;

  private String discovery = "";

  private final FsmSettings fsmSettings;
  private final TargetId id;
  private final FaultLog faultLog;
  private final SessionTraffic traffic = new SessionTraffic();
  private final SessionLog log = new SessionLog();
  private final PeerDump dump;
  private final ObservedSession observed;
  private final Optional<String> down;
  private EncodedTable table;
  private Connection primary;

  /** A connection that the peer initiated while {@link #primary} is under way. */
  private @Nullable Connection second;

  private @Nullable RouteSender sender;
  private @Nullable AdvertisementPace pace;
  private AdjRibIn ribIn;
  private Optional<Instant> establishedAt = Optional.empty();
  private Optional<SessionError> lastError = Optional.empty();
  private String reason = "";

  /** An error that no event tells of yet. */
  private Optional<SessionError> untold = Optional.empty();

  private Optional<Instant> lastStateChange = Optional.empty();
  private long flaps;
  private boolean stopped;
  private boolean everEstablished;
  private CapabilityFallback fallback = CapabilityFallback.NONE;

  /**
   * @param down why there is to be no session at all
   */
  Peer(SpeakerEnvironment speaker, BgpSession session, EncodedTable table, Optional<String> down) {
    this.down = down;
    this.speaker = speaker;
    this.session = session;
    this.reached = session;
    this.table = table;
    this.id = session.id();
    this.observed = new ObservedSession(this, speaker.observer());
    this.bfd = new PeerBfd(speaker, new BfdChanges());
    this.dump = new PeerDump(speaker.transport().loop(), speaker.clock(), traffic);
    this.faultLog = new FaultLog(speaker.logger(), id);
    this.fsmSettings = new FsmSettings(session.passive(), session.timers(), session.delayOpen());
    this.ribIn = emptyRibIn();
    this.primary = new Connection(this, FsmState.INITIAL, true);
  }

  private AdjRibIn emptyRibIn() {
    return new AdjRibIn(prefix -> speaker.importPolicy().accepts(id, prefix));
  }

  TargetId id() {
    return id;
  }

  BgpSession session() {
    return session;
  }

  /**
   * A router has shown itself on the interface of an unnumbered session. While there is no session
   * it is the one to connect to, and at once.
   */
  void heard(IpAddress router) {
    if (stopped || primary.state() == SessionState.ESTABLISHED) {
      return;
    }
    if (!reached.peerAddress().equals(router)) {
      reach(router);
    }
    if (primary.state() == SessionState.ACTIVE && second == null && !session.passive()) {
      primary.on(FsmEventType.CONNECT_RETRY_TIMER_EXPIRES);
    }
  }

  /** The session with the peer's address as far as it is known. */
  BgpSession reached() {
    return reached;
  }

  /** BFD needs an address. */
  private void watchPath() {
    if (!stopped && !reached.peerAddress().isUnspecified()) {
      bfd.follow(reached);
    }
  }

  private void reach(IpAddress router) {
    BgpSession.Builder found = session.toBuilder(session.peer(), router);
    session.device().ifPresent(found::zone);
    reached = found.build();
    watchPath();
    speaker.changed();
  }

  /** The interface of an unnumbered session is down: nobody can be reached through it. */
  void linkDown(String why) {
    reached = session;
    for (Connection connection : connections()) {
      if (connection.channel() != null) {
        failed(new SessionError(now(), Cause.CONNECTION_LOST, why));
        connection.on(FsmEventType.TCP_CONNECTION_FAILS);
      }
    }
  }

  /** Why nothing is heard on the interface of an unnumbered session; empty: no more. */
  void discoveryTrouble(String why) {
    discovery = why;
    if (!why.isEmpty()) {
      failed(new SessionError(now(), Cause.NO_ANSWER, why + "; the session waits for it"));
    }
  }

  private List<Connection> connections() {
    Connection extra = second;
    return extra == null ? List.of(primary) : List.of(primary, extra);
  }

  FsmSettings fsmSettings() {
    return fsmSettings;
  }

  EventLoop loop() {
    return speaker.transport().loop();
  }

  RandomGenerator random() {
    return speaker.random();
  }

  Instant now() {
    return speaker.clock().instant();
  }

  /** What we open with now. */
  Open openMessage() {
    boolean restarting =
        !everEstablished
            && now()
                .isBefore(speaker.started().plusSeconds(session.gracefulRestart().restartTime()));
    return fallback.apply(Negotiation.open(session, restarting));
  }

  /** The peer answered our OPEN {@code sent} with a NOTIFICATION. */
  void refused(Notification answer, Open sent) {
    CapabilityFallback next = fallback.after(answer, sent);
    if (!next.equals(fallback)) {
      fallback = next;
      speaker
          .logger()
          .log(
              Level.INFO,
              () -> "session " + id + ": the next OPEN leaves out what the peer refuses");
    }
  }

  Optional<String> down() {
    return down;
  }

  void start() {
    if (down.isPresent()) {
      stopped = true;
      lastError = Optional.of(new SessionError(now(), Cause.ADMIN_SHUTDOWN, down.get()));
      return;
    }
    Optional<String> refusal = SocketOptions.refusal(session, speaker.transport().epoll());
    if (refusal.isPresent()) {
      stopped = true;
      failed(new SessionError(now(), Cause.AUTHENTICATION, refusal.get()));
      tell();
      return;
    }
    watchPath();
    primary.on(FsmEventType.AUTOMATIC_START);
  }

  /** Takes over what {@code next} says of BFD; all else in it is as before. */
  void follow(BgpSession next) {
    if (!next.equals(session)) {
      IpAddress known = reached.peerAddress();
      session = next;
      if (next.unnumbered() && !known.isUnspecified()) {
        reach(known);
      } else {
        reached = next;
        watchPath();
      }
    }
  }

  private final class BfdChanges implements PeerBfd.Listener {
    @Override
    public void came(BfdStatus now) {
      if (primary.state() == SessionState.ACTIVE && !session.passive()) {
        primary.on(FsmEventType.CONNECT_RETRY_TIMER_EXPIRES);
      }
    }

    @Override
    public void failed(BfdStatus now) {
      pathFailed(now);
    }

    @Override
    public void changed() {
      speaker.changed();
    }
  }

  /**
   * Ends the connections. Where the peer keeps routes over a restart and its BFD shares the fate of
   * its control plane, the failure may be just that restart: it is told nothing, and may keep them
   * (RFC 5882 section 4.3). Else it is told to drop them (RFC 9384).
   */
  private void pathFailed(BfdStatus now) {
    if (stopped) {
      return;
    }
    String why = PeerBfd.reason(now);
    Connection extra = second;
    if (extra != null) {
      pathFailed(extra, now, why);
    }
    pathFailed(primary, now, why);
    settle();
  }

  private void pathFailed(Connection connection, BfdStatus now, String why) {
    if (connection.state().compareTo(SessionState.OPENSENT) < 0) {
      return;
    }
    Negotiation agreed = connection.negotiation();
    boolean up = connection.state() == SessionState.ESTABLISHED;
    boolean mayBeRestart =
        up && agreed != null && agreed.gracefulRestart() && !now.remoteIndependent();
    if (mayBeRestart) {
      failed(
          new SessionError(
              now(),
              Cause.BFD_DOWN,
              why
                  + "; closed without a word, as graceful restart is agreed and the peer's BFD"
                  + " may have restarted with it"));
      connection.on(FsmEventType.TCP_CONNECTION_FAILS);
      return;
    }
    Notification down = Notification.of(ErrorCode.BFD_DOWN);
    boolean hard = up && agreed != null && agreed.notificationRestarts();
    reason = why;
    connection.on(
        new FsmEvent.Ending(FsmEventType.BFD_DOWN, hard ? Notification.hardReset(down) : down));
  }

  /**
   * Ends all connections for good, with a NOTIFICATION where one can be sent: the peer drops our
   * routes, also where it would keep them over a NOTIFICATION (RFC 8538: a Hard Reset).
   */
  void stop(Notification farewell) {
    end(farewell, true);
  }

  /** Ends all connections to begin anew: a peer that keeps routes over a NOTIFICATION may. */
  void reset(Notification farewell) {
    end(farewell, false);
  }

  private void end(Notification farewell, boolean forGood) {
    stopped = true;
    bfd.close();
    stop(primary, farewell, forGood);
    Connection extra = second;
    if (extra != null) {
      stop(extra, farewell, forGood);
    }
  }

  private static void stop(Connection connection, Notification farewell, boolean forGood) {
    Negotiation agreed = connection.negotiation();
    boolean hard =
        forGood
            && agreed != null
            && agreed.notificationRestarts()
            && connection.state() == SessionState.ESTABLISHED;
    connection.on(
        new FsmEvent.Ending(
            FsmEventType.AUTOMATIC_STOP, hard ? Notification.hardReset(farewell) : farewell));
  }

  /** Ends all connections without a word: the peer keeps our routes (RFC 4724). */
  void abandon() {
    stopped = true;
    bfd.close();
    primary.discard();
    Connection extra = second;
    if (extra != null) {
      extra.discard();
    }
    sender = null;
    pace = null;
    observed.abandoned();
  }

  /** Whether a connection that the peer initiated would be taken. */
  boolean admits() {
    return !stopped && primary.state() != SessionState.IDLE && !bfd.holdsBack();
  }

  /** Whether this peer still waits for a session. */
  boolean waits() {
    return admits() && primary.state() != SessionState.ESTABLISHED;
  }

  void accept(SocketChannel channel) {
    Connection extra = second;
    if (extra != null) {
      if (extra.state() != SessionState.OPENSENT) {
        channel.close();
        return;
      }
      // The peer has given up the one it never sent an OPEN on.
      extra.discard();
    }
    if (session.unnumbered()) {
      reach(Connection.address(channel.remoteAddress()));
    }
    SocketOptions.prepare(channel, reached);
    Connection incoming =
        new Connection(this, FsmState.awaiting(primary.fsmState().failures()), false);
    second = incoming;
    incoming.accept(channel);
  }

  void connect(
      Consumer<SocketChannel> attach,
      Consumer<SocketChannel> connected,
      BiConsumer<@Nullable SocketChannel, Throwable> failed) {
    if (bfd.holdsBack()) {
      failed.accept(null, new HeldBackException());
      return;
    }
    if (reached.peerAddress().isUnspecified()) {
      failed.accept(
          null,
          new IOException(
              "cannot connect: "
                  + (discovery.isEmpty()
                      ? "no router has advertised itself on interface "
                          + session.device().orElse("")
                          + " yet"
                      : discovery)));
      return;
    }
    Dialer.connect(speaker.transport(), reached, attach, connected, failed);
  }

  void farewell(SocketChannel channel, ByteBuf notification) {
    speaker.transport().farewell(channel, notification);
  }

  /** Drops connections that came to nothing, and lets the better one be the primary. */
  void settle() {
    tell();
    choosePrimary();
    speaker.settled(this);
  }

  /** Whether nobody is connected, nothing is attempted, and another connection would be taken. */
  boolean deserted() {
    return second == null && primary.channel() == null && primary.state() == SessionState.ACTIVE;
  }

  private void choosePrimary() {
    Connection extra = second;
    if (extra == null) {
      return;
    }
    SessionState other = extra.state();
    if (stopped || extra.channel() == null) {
      extra.discard();
      second = null;
      return;
    }
    boolean replaces =
        switch (primary.state()) {
          case IDLE, ACTIVE -> true;
          case CONNECT -> other == SessionState.OPENCONFIRM || other == SessionState.ESTABLISHED;
          default -> false;
        };
    if (replaces) {
      Connection old = primary;
      primary = extra;
      second = null;
      old.discard();
    }
  }

  /**
   * Resolves a collision, RFC 4271 section 6.8, now that {@code connection} got a valid OPEN.
   *
   * @return whether it is this connection that has to go
   */
  boolean losesCollision(Connection connection, Open open) {
    Connection other = connection == primary ? second : primary;
    if (other == null || !CollisionRule.applies(other.state())) {
      return false;
    }
    if (outlived(other)) {
      other.on(FsmEventType.TCP_CONNECTION_FAILS);
      return false;
    }
    boolean loses;
    if (connection.outgoing() == other.outgoing()) {
      loses = other.state() == SessionState.ESTABLISHED;
    } else {
      Connection ours = connection.outgoing() ? connection : other;
      Connection peers = connection.outgoing() ? other : connection;
      CollisionRule.Survivor survivor =
          CollisionRule.resolve(
              session.instance().bgpIdentifier(),
              session.localAsn(),
              open.bgpIdentifier(),
              open.asn(),
              ours.state(),
              peers.state());
      loses = (survivor == CollisionRule.Survivor.OURS) != connection.outgoing();
    }
    if (!loses) {
      other.on(FsmEventType.OPEN_COLLISION_DUMP);
    }
    return loses;
  }

  /**
   * Whether a new OPEN means that the peer has restarted and we have not noticed the end of the
   * established connection (RFC 4724 section 4.2). One that is just established may be the other
   * half of a collision instead.
   */
  private boolean outlived(Connection other) {
    Negotiation agreed = other.negotiation();
    return other.state() == SessionState.ESTABLISHED
        && agreed != null
        && agreed.gracefulRestart()
        && establishedAt.map(at -> at.plus(COLLISION_TIME).isBefore(now())).orElse(false);
  }

  void up(Connection connection, Negotiation agreed, SocketChannel channel) {
    everEstablished = true;
    establishedAt = Optional.of(now());
    ribIn = emptyRibIn();
    RouteSender now =
        new RouteSender(
            channel,
            new AdjRibOut(agreed.encoding(), table),
            speaker::changed,
            messages -> traffic.sent(connection, messages));
    sender = now;
    AdvertisementPace paced =
        new AdvertisementPace(loop(), random(), session.advertisementInterval(), now::pump);
    pace = paced;
    paced.changed();
    observed.up(connection, agreed);
  }

  void down(Connection connection) {
    flaps++;
    sender = null;
    pace = null;
    ribIn = emptyRibIn();
    establishedAt = Optional.empty();
  }

  void writable(Connection connection) {
    RouteSender now = sender;
    if (now != null && connection.state() == SessionState.ESTABLISHED) {
      now.pump();
    }
  }

  private void checkLimit(Connection connection, int limit) {
    for (AddressFamily family : AddressFamily.values()) {
      if (ribIn.received().size(family) > limit) {
        reason("more than " + limit + " prefixes of " + family);
        connection.on(
            new FsmEvent.Ending(
                FsmEventType.AUTOMATIC_STOP,
                Notification.prefixLimit(Family.unicast(family), limit)));
        return;
      }
    }
  }

  void received(Connection connection, Update update, boolean eligible) {
    boolean whole = !ribIn.overflowed();
    ribIn.update(update, eligible, now());
    observed.changed();
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
    session.prefixLimit().ifPresent(limit -> checkLimit(connection, limit));
    speaker.changed();
  }

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
    observed.changed();
  }

  /** The table followed has moved. */
  void offer(RouteDelta delta) {
    RouteSender now = sender;
    if (now != null) {
      now.routes().offer(delta);
    }
    observed.changed();
  }

  void pump() {
    AdvertisementPace now = pace;
    if (now != null) {
      now.changed();
    }
  }

  /** Judges received routes again. */
  void policyChanged() {
    ribIn.policy(prefix -> speaker.importPolicy().accepts(id, prefix));
    observed.changed();
  }

  EncodedTable table() {
    return table;
  }

  AdjRibIn ribIn() {
    return ribIn;
  }

  /** Why the next NOTIFICATION is sent, for a person. */
  void reason(String text) {
    reason = text;
  }

  /**
   * @param hex the message that is answered; empty: none is
   */
  void sent(Notification notification, String hex) {
    String why = reason;
    reason = "";
    observed.sent(notification);
    failed(SessionFaults.sent(now(), notification, why, hex));
  }

  void failed(SessionError error) {
    if (isCollision(error)) {
      return;
    }
    untold = Optional.of(error);
    boolean known = lastError.map(e -> e.text().equals(error.text())).orElse(false);
    lastError = Optional.of(SessionFaults.moreTelling(lastError, error));
    speaker
        .logger()
        .log(
            known || stopped ? Level.DEBUG : Level.WARNING,
            () -> "session " + id + " with " + reached.peerAddress() + ": " + error.text());
    if (!known) {
      speaker.changed();
    }
  }

  /** One of two connections had to go; that is no failure of the session. */
  private static boolean isCollision(SessionError error) {
    return error
        .text()
        .endsWith(Notification.of(ErrorCode.CONNECTION_COLLISION_RESOLUTION).describe());
  }

  /** A message that was not simply taken as it was. */
  void noteworthy(Decoded decoded, Supplier<String> hex) {
    if (faultLog.noteworthy(decoded, now(), hex) && decoded.answer().isEmpty()) {
      SessionState state = primary.state();
      log.add(
          now(),
          state,
          state,
          name(decoded.kind()),
          decoded.reason(),
          MessageDirection.RECEIVED,
          hex.get());
    }
  }

  SessionTraffic traffic() {
    return traffic;
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Logs an error that changed no state. */
  private void tell() {
    Optional<SessionError> error = untold;
    untold = Optional.empty();
    error.ifPresent(
        e ->
            log.add(
                e.at(),
                primary.state(),
                primary.state(),
                name(e.cause()),
                e.text(),
                e.direction(),
                e.hex()));
  }

  /**
   * @param event what changed it
   * @param hex the message that the event comes from; empty: none
   */
  void stateChanged(Connection connection, SessionState before, FsmEventType event, String hex) {
    lastStateChange = Optional.of(now());
    traffic.changed(connection, before);
    if (before == SessionState.ESTABLISHED) {
      observed.down(event, hex);
    }
    Optional<SessionError> error = untold;
    untold = Optional.empty();
    log.add(
        now(),
        before,
        connection.state(),
        name(event),
        error.map(SessionError::text).orElse(""),
        error
            .map(SessionError::direction)
            .orElse(hex.isEmpty() ? MessageDirection.NONE : MessageDirection.RECEIVED),
        error.map(SessionError::hex).orElse(hex));
    boolean level =
        before == SessionState.ESTABLISHED || connection.state() == SessionState.ESTABLISHED;
    speaker
        .logger()
        .log(
            level ? Level.INFO : Level.DEBUG,
            () ->
                "session "
                    + id
                    + " with "
                    + reached.peerAddress()
                    + " goes from "
                    + before
                    + " to "
                    + connection.state());
    speaker.changed();
  }

  TargetStatus status() {
    Connection extra = second;
    Connection best =
        extra != null && extra.state().compareTo(primary.state()) > 0 ? extra : primary;
    Optional<SessionError> listen = speaker.listenProblem(id);
    Optional<SessionError> error =
        session.passive() ? listen.or(() -> lastError) : lastError.or(() -> listen);
    return PeerStatus.of(
            reached,
            table.version(),
            best,
            Optional.ofNullable(sender),
            ribIn,
            establishedAt,
            error,
            PeerDetail.of(
                session, best, traffic, flaps, lastStateChange, log.events(), bfd.status()))
        .dump(dump)
        .build();
  }
}
