package io.readback.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.readback.bgp.fsm.FsmEvent;
import io.readback.bgp.fsm.FsmEventType;
import io.readback.bgp.fsm.FsmSettings;
import io.readback.bgp.fsm.IdleHold;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Update;
import io.readback.bgp.mrt.TableRecord;
import io.readback.bgp.rib.EncodedTable;
import io.readback.bgp.rib.RouteDelta;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TargetId;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One configured peer: brings together where it is, its connections, its routes and what is to be
 * remembered of it. Lives on the speaker's event loop.
 */
final class Peer {
  private final SpeakerEnvironment speaker;
  private final TargetId id;
  private final FsmSettings fsmSettings;
  private final Optional<String> down;
  private final PeerAddress address;
  private final PeerOpening opening;
  private final PeerConnections connections;
  private final PeerRoutes routes;
  private final PeerJournal journal;
  private final PeerBfd bfd;
  private final PeerDump dump;
  private final ObservedSession observed;
  private Optional<Instant> establishedAt = Optional.empty();

  /** The last wait in Idle. */
  private Optional<IdleHold> idle = Optional.empty();

  private boolean stopped;

  /**
   * @param down why there is to be no session at all
   */
  Peer(SpeakerEnvironment speaker, BgpSession session, EncodedTable table, Optional<String> down) {
    this.speaker = speaker;
    this.id = session.id();
    this.down = down;
    this.fsmSettings = new FsmSettings(session.passive(), session.timers(), session.delayOpen());
    this.address = new PeerAddress(session);
    this.opening = new PeerOpening(speaker);
    this.journal = new PeerJournal(speaker, id, address::address);
    this.routes = new PeerRoutes(speaker, id, table, this::routesChanged);
    this.bfd = new PeerBfd(speaker, new PathWatch(this, speaker::changed));
    this.dump =
        new PeerDump(speaker.transport().loop(), speaker.clock(), journal.traffic(), this::tables);
    this.observed = new ObservedSession(this, speaker.observer());
    this.connections = new PeerConnections(this);
  }

  TargetId id() {
    return id;
  }

  BgpSession session() {
    return address.session();
  }

  /** The session with the peer's address as far as it is known. */
  BgpSession reached() {
    return address.reached();
  }

  PeerConnections connections() {
    return connections;
  }

  PeerRoutes routes() {
    return routes;
  }

  PeerJournal journal() {
    return journal;
  }

  FsmSettings fsmSettings() {
    return fsmSettings;
  }

  /** Whether there is to be no session any more. */
  boolean stopped() {
    return stopped;
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

  Optional<String> down() {
    return down;
  }

  void start() {
    if (down.isPresent()) {
      stopped = true;
      journal.down(new SessionError(now(), Cause.ADMIN_SHUTDOWN, down.get()));
      return;
    }
    Optional<String> refusal = SocketOptions.refusal(session(), speaker.transport());
    if (refusal.isPresent()) {
      stopped = true;
      journal.over();
      journal.failed(new SessionError(now(), Cause.AUTHENTICATION, refusal.get()));
      journal.settled(connections.state());
      return;
    }
    watchPath();
    connections.primary().on(FsmEventType.AUTOMATIC_START);
  }

  /** Takes over what {@code next} says of BFD and of TCP-AO keys; all else in it is as before. */
  void follow(BgpSession next) {
    BgpSession before = session();
    if (next.equals(before)) {
      return;
    }
    address.follow(next);
    if (!next.tcpAo().equals(before.tcpAo())) {
      KeyRollover.of(this, before);
    }
    watchPath();
    speaker.changed();
  }

  /** BFD needs an address. */
  private void watchPath() {
    if (!stopped && address.known()) {
      bfd.follow(reached());
    }
  }

  /**
   * A router has shown itself on the interface of an unnumbered session. While there is no session
   * it is the one to connect to, and at once.
   */
  void heard(IpAddress router) {
    if (stopped || connections.state() == SessionState.ESTABLISHED) {
      return;
    }
    if (!address.address().equals(router)) {
      reach(router);
    }
    if (connections.alone()) {
      connectNow();
    }
  }

  /** Waits no longer for the next attempt. */
  void connectNow() {
    if (connections.state() == SessionState.ACTIVE && !session().passive()) {
      connections.primary().on(FsmEventType.CONNECT_RETRY_TIMER_EXPIRES);
    }
  }

  private void reach(IpAddress router) {
    address.found(router);
    watchPath();
    speaker.changed();
  }

  /** The interface of an unnumbered session is down: nobody can be reached through it. */
  void linkDown(String why) {
    address.lost();
    for (Connection connection : connections.all()) {
      if (connection.channel() != null) {
        journal.failed(new SessionError(now(), Cause.CONNECTION_LOST, why));
        connection.on(FsmEventType.TCP_CONNECTION_FAILS);
      }
    }
  }

  /** Why nothing is heard on the interface of an unnumbered session; empty: no more. */
  void discoveryTrouble(String why) {
    address.trouble(why);
    if (!why.isEmpty()) {
      journal.failed(new SessionError(now(), Cause.NO_ANSWER, why + "; the session waits for it"));
    }
  }

  /** What it is opened with. */
  PeerOpening opening() {
    return opening;
  }

  /**
   * Ends all connections for good, with a NOTIFICATION where one can be sent: the peer drops our
   * routes, also where it would keep them over a NOTIFICATION (RFC 8538: a Hard Reset).
   */
  void stop(Notification farewell) {
    over();
    connections.all().forEach(c -> c.endForGood(FsmEventType.AUTOMATIC_STOP, farewell));
  }

  /** Ends all connections to begin anew: a peer that keeps routes over a NOTIFICATION may. */
  void reset(Notification farewell) {
    over();
    connections.all().forEach(c -> c.end(FsmEventType.AUTOMATIC_STOP, farewell));
  }

  /** Ends all connections without a word: the peer keeps our routes (RFC 4724). */
  void abandon() {
    over();
    connections.all().forEach(Connection::discard);
    observed.abandoned();
  }

  private void over() {
    stopped = true;
    journal.over();
    routes.abandon();
    bfd.close();
  }

  /** Whether a connection that the peer initiated would be taken. */
  boolean admits() {
    boolean ready =
        connections.state() != SessionState.IDLE
            || idle.map(hold -> hold.yields(now())).orElse(false);
    return ready && !stopped && !bfd.holdsBack();
  }

  /** Whether this peer still waits for a session. */
  boolean waits() {
    return admits() && connections.state() != SessionState.ESTABLISHED;
  }

  void accept(SocketChannel channel) {
    if (!connections.makeRoom()) {
      channel.close();
      return;
    }
    if (session().unnumbered()) {
      reach(Connection.address(channel.remoteAddress()));
    }
    SocketOptions.prepare(channel, reached());
    connections.accept(channel);
  }

  void connect(
      Consumer<SocketChannel> attach,
      Consumer<SocketChannel> connected,
      BiConsumer<@Nullable SocketChannel, Throwable> failed) {
    if (bfd.holdsBack()) {
      failed.accept(null, new HeldBackException());
      return;
    }
    Optional<String> missing = address.missing();
    if (missing.isPresent()) {
      failed.accept(null, new IOException("cannot connect: " + missing.get()));
      return;
    }
    Dialer.connect(speaker.transport(), reached(), attach, connected, failed);
  }

  void farewell(SocketChannel channel, ByteBuf notification) {
    speaker.transport().farewell(channel, notification);
  }

  /** The peer has come to rest after an event. */
  void settle() {
    journal.settled(connections.state());
    connections.choosePrimary(stopped);
    speaker.settled(this);
  }

  /** Whether nobody is connected, nothing is attempted, and another connection would be taken. */
  boolean deserted() {
    return connections.deserted();
  }

  /** Since when there is a session. */
  Optional<Instant> establishedAt() {
    return establishedAt;
  }

  void up(Connection connection, Negotiation agreed, SocketChannel channel) {
    opening.established();
    establishedAt = Optional.of(now());
    routes.up(
        channel,
        agreed,
        session().advertisementInterval(),
        messages -> journal.traffic().sent(connection, messages));
    observed.up(connection, agreed);
  }

  /**
   * @param kept what was agreed of the peer's routes, where it may come back for them
   */
  void down(Optional<RestartTerms> kept) {
    journal.flapped();
    routes.down(kept);
    establishedAt = Optional.empty();
  }

  void received(Connection connection, Update update, boolean eligible) {
    routes.received(update, eligible);
    session().prefixLimit().ifPresent(limit -> checkLimit(connection, limit));
    routesChanged();
  }

  private void routesChanged() {
    observed.changed();
    speaker.changed();
  }

  /** A message of the established session had an error; the whole of it. */
  void faulty(Octets message) {
    observed.faulty(message);
  }

  private void checkLimit(Connection connection, int limit) {
    Optional<AddressFamily> beyond = routes.beyond(limit);
    if (beyond.isPresent()) {
      journal.reason("more than " + limit + " prefixes of " + beyond.get());
      connection.on(
          new FsmEvent.Ending(
              FsmEventType.AUTOMATIC_STOP,
              Notification.prefixLimit(Family.unicast(beyond.get()), limit)));
    }
  }

  /** Follow another table; {@link #pump} sends the difference. */
  void retarget(EncodedTable value) {
    routes.retarget(value);
    observed.changed();
  }

  /** The table followed has moved. */
  void offer(RouteDelta delta) {
    routes.offer(delta);
    observed.changed();
  }

  /** Judges received routes again. */
  void policyChanged() {
    routes.policyChanged();
    observed.changed();
  }

  /**
   * @param hex the message that is answered; empty: none is
   */
  void sent(Notification notification, String hex) {
    observed.sent(notification);
    journal.sent(notification, hex);
  }

  /**
   * @param event what changed it
   * @param hex the message that the event comes from; empty: none
   */
  void stateChanged(Connection connection, SessionState before, FsmEventType event, String hex) {
    if (before == SessionState.ESTABLISHED) {
      observed.down(event, hex);
    }
    if (connection.state() == SessionState.IDLE) {
      idle = Optional.of(new IdleHold(before, event, connection.fsmState().failures(), now()));
    }
    journal.stateChanged(connection, before, event, hex);
  }

  /** Empty without a session. */
  private Optional<TableSnapshot> tables() {
    Connection connection = connections.primary();
    Negotiation agreed = connection.negotiation();
    if (connection.state() != SessionState.ESTABLISHED || agreed == null) {
      return Optional.empty();
    }
    SessionEnds ends = connection.ends();
    return routes
        .sender()
        .map(
            sender ->
                new TableSnapshot(
                    new TableRecord.Peer(
                        agreed.sent().bgpIdentifier(), ends.localAddress(), ends.localAs()),
                    new TableRecord.Peer(
                        agreed.received().bgpIdentifier(), ends.peerAddress(), ends.peerAs()),
                    agreed.encoding(),
                    sender.advertised(sender.routes().rejected()),
                    routes.ribIn().received()));
  }

  TargetStatus status() {
    Connection best = connections.best();
    Optional<SessionError> listen = speaker.listenProblem(id);
    Optional<SessionError> failed = journal.lastError();
    return PeerStatus.of(
            reached(),
            routes.table().version(),
            best,
            routes.sender(),
            routes.ribIn(),
            establishedAt,
            session().passive() ? listen.or(() -> failed) : failed.or(() -> listen),
            PeerDetail.of(session(), best, journal, routes.stalePaths(), bfd.status()))
        .dump(dump)
        .build();
  }
}
