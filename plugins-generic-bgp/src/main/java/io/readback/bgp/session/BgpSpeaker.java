package io.readback.bgp.session;

import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.readback.bfd.speaker.BfdSpeaker;
import io.readback.bgp.codec.MessageEncoder;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpPeerRange;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A BGP speaker: any number of instances and peers on one event loop of its own. Announces to each
 * peer the routes it is given for it; keeps, counts and shows what peers send, and does nothing
 * else with it. Made by {@link #builder}; its methods may be called from any thread.
 *
 * <p>Longer than most classes: all that crosses from other threads to the event loop crosses here,
 * and the builder documents what it needs.
 */
public final class BgpSpeaker {
  /** How long the peers have to take note of the end. */
  private static final long STOP_SECONDS = 3;

  /** For the peers' operators (RFC 9003). */
  private static final String STOP_MESSAGE = "Readback is stopping and withdraws its routes";

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final SpeakerLoop transport;
  private final InstantSource clock;
  private final Instant started;
  private final System.Logger logger;
  private final Runnable onChange;
  private final SessionObserver observer;
  private final Optional<MessageListener> messages;
  private final BfdHold bfd = new BfdHold();
  private final Environment environment = new Environment();
  private final Listeners listeners;
  private final RandomGenerator random = new SplittableRandom();

  // Owned by the event loop.
  private final SortedMap<TargetId, Peer> peers = new TreeMap<>();
  private final SortedMap<String, SessionError> listenProblems = new TreeMap<>();
  private final PeerRanges ranges =
      new PeerRanges((session, table) -> new Peer(environment, session, table, Optional.empty()));
  private final UnnumberedLinks links;
  private final TablePool tables = new TablePool();
  private ImportPolicy importPolicy;
  private SortedMap<TargetId, DesiredTarget> applied = new TreeMap<>();
  private Configuration configuration = Configuration.of(applied);
  private boolean pumping;

  private BgpSpeaker(Builder b) {
    transport = new SpeakerLoop(b.threadName);
    clock = b.clock;
    started = clock.instant();
    logger = b.logger;
    onChange = b.onChange;
    importPolicy = b.importPolicy;
    observer = b.observer;
    messages = b.messages;
    transport.loop().execute(() -> observer.start(transport));
    links = new UnnumberedLinks(transport.loop(), logger, this::onLink);
    listeners = new Listeners(transport, this::accepted, this::listening);
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Makes {@code targets} the whole truth: sessions that are not among them are closed, changed
   * ones are reset, and the routes of the others are brought to the versions given. Returns when
   * that is accepted.
   */
  public void retarget(SortedMap<TargetId, DesiredTarget> targets) throws InterruptedException {
    SortedMap<TargetId, DesiredTarget> wanted = new TreeMap<>(targets);
    if (wanted.values().stream().anyMatch(BgpSpeaker::asksForBfd)) {
      bfd.start();
    }
    onLoop(
        () -> {
          apply(wanted);
          return true;
        });
  }

  /**
   * Brings the routes of one target to a version; all else that was asked for stands. Costs nothing
   * for the other targets, unless they follow the same version. Returns when that is accepted; does
   * nothing when there is no such target.
   */
  public void routes(TargetId id, RouteTable routes) throws InterruptedException {
    if (transport.loop().inEventLoop()) {
      moveTable(id, routes);
    } else {
      onLoop(
          () -> {
            moveTable(id, routes);
            return true;
          });
    }
  }

  private static boolean asksForBfd(DesiredTarget target) {
    return target.spec() instanceof BgpSession session && session.bfd().isPresent()
        || target.spec() instanceof BgpPeerRange range && range.template().bfd().isPresent();
  }

  /** Every peer as it is now, by target. */
  public List<TargetStatus> status() throws InterruptedException {
    return onLoop(() -> everyPeer().map(Peer::status).toList());
  }

  /** What the import policy left of the routes of a peer. */
  public PrefixMap<ReceivedRoute> accepted(TargetId peer) throws InterruptedException {
    return onLoop(
        () -> {
          Optional<Peer> found = everyPeer().filter(p -> p.id().equals(peer)).findFirst();
          return found.map(p -> p.routes().ribIn().accepted()).orElse(PrefixMap.empty());
        });
  }

  /** Judges all received routes, also those already here, by {@code policy}. */
  public void importPolicy(ImportPolicy policy) throws InterruptedException {
    onLoop(
        () -> {
          importPolicy = policy;
          everyPeer().forEach(Peer::policyChanged);
          environment.changed();
          return true;
        });
  }

  /** Serves the lines of a Unix socket on the speaker's own thread. */
  public LineSocket serve(Path path, LineSocket.Commands commands)
      throws IOException, InterruptedException {
    return LineSocket.open(transport, path, commands);
  }

  /** The port an instance accepts connections on; empty while it does not. */
  public OptionalInt boundPort(String instance) throws InterruptedException {
    return onLoop(() -> listeners.boundPort(instance));
  }

  /**
   * Ends all sessions, waits a moment for the peers to take note, and releases everything. With
   * {@link StopIntent#RETAIN} no NOTIFICATION is sent, so that peers that agreed to graceful
   * restart keep our routes. Nothing may be asked of the speaker afterwards; stopping again does
   * nothing.
   */
  public void stop(StopIntent intent) throws InterruptedException {
    if (!stopped.compareAndSet(false, true)) {
      return;
    }
    try {
      onLoop(
          () -> {
            listeners.close();
            links.close();
            for (Peer peer : everyPeer().toList()) {
              if (intent == StopIntent.RETAIN) {
                peer.abandon();
              } else {
                peer.stop(Notification.cease(ErrorCode.ADMINISTRATIVE_SHUTDOWN, STOP_MESSAGE));
              }
            }
            peers.clear();
            ranges.clear();
            observer.stop();
            return true;
          });
    } finally {
      transport.close(STOP_SECONDS);
      bfd.stop();
    }
  }

  private <T> T onLoop(Callable<T> task) throws InterruptedException {
    try {
      if (transport.loop().inEventLoop()) {
        return task.call();
      }
      return transport.loop().submit(task).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the speaker failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the speaker failed: " + e, e);
    }
  }

  private Stream<Peer> everyPeer() {
    return Stream.concat(peers.values().stream(), ranges.peers().stream());
  }

  private void apply(SortedMap<TargetId, DesiredTarget> wanted) {
    boolean reconfigured = !differInRoutesOnly(applied, wanted);
    applied = wanted;
    if (reconfigured) {
      configuration = Configuration.of(wanted);
      removeOld(configuration.sessions(), configuration.down());
      ranges.update(configuration.ranges());
    }
    moveTables(wanted);
    if (reconfigured) {
      listeners.update(configuration.expected());
    }
    links.watch(configuration.sessions().values());
    if (reconfigured) {
      startNew(configuration);
    }
    pumpLater();
    environment.changed();
  }

  /** Whether all that is asked for is as before but for the routes: the common case. */
  private static boolean differInRoutesOnly(
      SortedMap<TargetId, DesiredTarget> before, SortedMap<TargetId, DesiredTarget> after) {
    if (before.size() != after.size()) {
      return false;
    }
    Iterator<DesiredTarget> others = before.values().iterator();
    for (DesiredTarget target : after.values()) {
      DesiredTarget other = others.next();
      if (target.spec() != other.spec() && !target.spec().equals(other.spec())
          || !target.down().equals(other.down())) {
        return false;
      }
    }
    return true;
  }

  /** What is asked for apart from the routes. */
  private record Configuration(
      SortedMap<TargetId, BgpSession> sessions,
      SortedMap<TargetId, BgpPeerRange> ranges,
      SortedMap<TargetId, String> down,
      List<Listeners.Expected> expected) {
    static Configuration of(SortedMap<TargetId, DesiredTarget> wanted) {
      Configuration made =
          new Configuration(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
      wanted.forEach(
          (id, target) -> {
            if (target.spec() instanceof BgpSession session) {
              made.sessions.put(id, session);
              target.down().ifPresent(message -> made.down.put(id, message));
              made.expected.add(Listeners.Expected.of(session));
            } else if (target.spec() instanceof BgpPeerRange range && target.down().isEmpty()) {
              made.ranges.put(id, range);
              made.expected.add(Listeners.Expected.of(range));
            }
          });
      return made;
    }

    boolean has(TargetId id) {
      return sessions.containsKey(id) || ranges.containsKey(id);
    }
  }

  private void moveTables(SortedMap<TargetId, DesiredTarget> wanted) {
    SortedMap<TargetId, RouteTable> routes = new TreeMap<>();
    wanted.forEach(
        (id, target) -> {
          if (configuration.has(id)) {
            routes.put(id, target.routes());
          }
        });
    tables.move(routes).forEach(this::follow);
  }

  private void moveTable(TargetId id, RouteTable routes) {
    DesiredTarget target = applied.get(id);
    if (target != null && configuration.has(id)) {
      applied.put(id, new DesiredTarget(target.spec(), routes, target.down()));
      tables.move(id, routes).ifPresent(move -> follow(id, move));
      pumpLater();
      environment.changed();
    }
  }

  private void follow(TargetId id, TablePool.Move move) {
    Peer peer = peers.get(id);
    Collection<Peer> followers = peer == null ? ranges.peers(id) : List.of(peer);
    for (Peer follower : followers) {
      move.delta().ifPresentOrElse(follower::offer, () -> follower.retarget(move.table()));
    }
  }

  private void startNew(Configuration wanted) {
    wanted.sessions.forEach(
        (id, session) -> {
          if (!peers.containsKey(id)) {
            Optional<String> down = Optional.ofNullable(wanted.down.get(id));
            Peer peer = new Peer(environment, session, tables.table(id), down);
            peers.put(id, peer);
            peer.start();
            links.tell(peer);
          }
        });
  }

  private void removeOld(
      SortedMap<TargetId, BgpSession> sessions, SortedMap<TargetId, String> down) {
    for (Map.Entry<TargetId, Peer> e : new ArrayList<>(peers.entrySet())) {
      BgpSession next = sessions.get(e.getKey());
      Optional<String> downNow = Optional.ofNullable(down.get(e.getKey()));
      if (next == null) {
        peers.remove(e.getKey());
        e.getValue().stop(Notification.of(ErrorCode.PEER_DECONFIGURED));
      } else if (!downNow.equals(e.getValue().down())) {
        peers.remove(e.getKey());
        downNow.ifPresent(
            message ->
                e.getValue().stop(Notification.cease(ErrorCode.ADMINISTRATIVE_SHUTDOWN, message)));
      } else if (next.canBecome(e.getValue().session())) {
        e.getValue().follow(next);
      } else {
        peers.remove(e.getKey());
        e.getValue().reset(Notification.of(ErrorCode.OTHER_CONFIGURATION_CHANGE));
      }
    }
  }

  /** Sends after everything else that this turn of the loop has in hand. */
  private void pumpLater() {
    if (!pumping) {
      pumping = true;
      transport
          .loop()
          .execute(
              () -> {
                pumping = false;
                everyPeer().forEach(peer -> peer.routes().pump());
              });
    }
  }

  /** The peers whose unnumbered sessions go through an interface. */
  private List<Peer> onLink(String interfaceName) {
    return peers.values().stream()
        .filter(peer -> peer.session().unnumbered())
        .filter(peer -> peer.session().device().equals(Optional.of(interfaceName)))
        .toList();
  }

  private void accepted(String instance, Optional<String> device, SocketChannel channel) {
    IpAddress source = Connection.address(channel.remoteAddress());
    Optional<Peer> peer = find(instance, device, source);
    Optional<BgpPeerRange> range =
        peer.isPresent() ? Optional.empty() : ranges.rangeOf(instance, device, source);
    if (peer.isEmpty() && range.isEmpty()) {
      logger.log(
          Level.DEBUG,
          () ->
              "instance "
                  + instance
                  + " refused a connection from "
                  + source
                  + ": no peer of that address waits for one");
      channel.unsafe().closeForcibly();
      return;
    }
    transport.loop().register(channel);
    peer.or(() -> ofRange(range.orElseThrow(), channel, source))
        .filter(Peer::admits)
        .ifPresentOrElse(
            taking -> taking.accept(channel),
            () ->
                transport.farewell(
                    channel,
                    Unpooled.wrappedBuffer(
                        MessageEncoder.encode(Notification.of(ErrorCode.CONNECTION_REJECTED)))));
  }

  private Optional<Peer> ofRange(BgpPeerRange range, SocketChannel channel, IpAddress source) {
    BgpSession session = range.session(source, zone(channel));
    Optional<Peer> peer = ranges.peer(range, session, tables.table(range.id()));
    if (peer.isEmpty()) {
      logger.log(
          Level.WARNING,
          () ->
              range.id()
                  + " refused "
                  + source
                  + ": there are "
                  + range.limit()
                  + " sessions already, which is the limit");
    }
    return peer;
  }

  private static Optional<String> zone(SocketChannel channel) {
    return channel.remoteAddress().getAddress() instanceof Inet6Address address
            && address.getScopedInterface() != null
        ? Optional.of(address.getScopedInterface().getName())
        : Optional.empty();
  }

  /** Of several peers with one address, the one that has no session yet. */
  private Optional<Peer> find(String instance, Optional<String> device, IpAddress source) {
    List<Peer> candidates =
        peers.values().stream()
            .filter(p -> p.session().instance().name().equals(instance))
            .filter(p -> p.session().device().equals(device))
            .filter(
                p ->
                    p.session().unnumbered()
                        ? source.isLinkLocal()
                        : p.session().peerAddress().equals(source))
            .filter(Peer::admits)
            .toList();
    return candidates.stream()
        .filter(Peer::waits)
        .findFirst()
        .or(() -> candidates.stream().findFirst());
  }

  private void listening(String instance, Optional<String> problem) {
    problem.ifPresentOrElse(
        text -> {
          SessionError before = listenProblems.get(instance);
          boolean known = before != null && before.text().equals(text);
          logger.log(
              known ? Level.DEBUG : Level.WARNING, () -> "instance " + instance + " " + text);
          listenProblems.put(instance, new SessionError(clock.instant(), Cause.UNKNOWN, text));
        },
        () -> listenProblems.remove(instance));
    environment.changed();
  }

  private final class Environment implements SpeakerEnvironment {
    @Override
    public SpeakerLoop transport() {
      return transport;
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public Instant started() {
      return started;
    }

    @Override
    public RandomGenerator random() {
      return random;
    }

    @Override
    public System.Logger logger() {
      return logger;
    }

    @Override
    public ImportPolicy importPolicy() {
      return importPolicy;
    }

    @Override
    public void settled(Peer peer) {
      if (ranges.isMember(peer.id()) && peer.deserted()) {
        transport.loop().execute(() -> ranges.forgetIfDeserted(peer.id()));
      }
    }

    @Override
    public SessionObserver observer() {
      return observer;
    }

    @Override
    public Optional<MessageListener> messages() {
      return messages;
    }

    @Override
    public Optional<BfdSpeaker> bfd() {
      return bfd.speaker();
    }

    @Override
    public String bfdProblem() {
      return bfd.problem();
    }

    @Override
    public void changed() {
      onChange.run();
    }

    @Override
    public Optional<SessionError> listenProblem(TargetId peer) {
      return Optional.ofNullable(listenProblems.get(peer.owner()));
    }
  }

  /** Collects what a speaker needs; every part has a default. */
  public static final class Builder {
    private String threadName = "bgp-speaker";
    private InstantSource clock = InstantSource.system();
    private System.Logger logger = System.getLogger(BgpSpeaker.class.getName());
    private Runnable onChange = () -> {};
    private ImportPolicy importPolicy = ImportPolicy.ALL;
    private SessionObserver observer = SessionObserver.NONE;
    private Optional<MessageListener> messages = Optional.empty();

    private Builder() {}

    public Builder threadName(String value) {
      threadName = value;
      return this;
    }

    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    public Builder logger(System.Logger value) {
      logger = value;
      return this;
    }

    /** Called on the speaker's thread when status would answer differently; must not block. */
    public Builder onChange(Runnable value) {
      onChange = value;
      return this;
    }

    /** Default {@link SessionObserver#NONE}. */
    public Builder observer(SessionObserver value) {
      observer = value;
      return this;
    }

    /** Shown every message of every session; default: nobody is. */
    public Builder messages(MessageListener value) {
      messages = Optional.of(value);
      return this;
    }

    /** Default {@link ImportPolicy#ALL}. */
    public Builder importPolicy(ImportPolicy value) {
      importPolicy = value;
      return this;
    }

    /** A speaker without peers, its event loop running. */
    public BgpSpeaker build() {
      return new BgpSpeaker(this);
    }
  }
}
