package io.readback.bfd.speaker;

import io.readback.bfd.fsm.BfdSettings;
import io.readback.bfd.packet.ControlPacket;
import io.readback.bfd.packet.Discard;
import io.readback.bfd.packet.EchoFrame;
import io.readback.bfd.packet.PacketDecoder;
import io.readback.bfd.packet.Received;
import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.call.Poll;
import io.readback.linux.call.Wakeup;
import io.readback.spi.net.AddressFamily;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs BFD sessions (RFC 5880) over UDP, on the link (RFC 5881) and over several hops (RFC 5883),
 * on one thread of its own. Sockets are opened as sessions need them, in the network namespace of
 * the thread that called {@link #start}; what cannot be opened is tried again each second and shown
 * as the session's problem.
 *
 * <p>Before silence is judged, everything that has arrived is read: a pause of this process does
 * not make it find paths broken.
 */
public final class BfdSpeaker implements AutoCloseable {
  /** Packets read from one socket before it is time for others: some milliseconds of work. */
  private static final int BATCH = 4096;

  private static final long STOP_MILLIS = 1000;
  private static final Duration LONG = Duration.ofHours(1);

  /** So that waiting allocates nothing. */
  private static final Duration[] MILLIS = new Duration[1001];

  static {
    for (int i = 0; i < MILLIS.length; i++) {
      MILLIS[i] = Duration.ofMillis(i);
    }
  }

  private final System.Logger logger;
  private final InstantSource clock;
  private final Wakeup wakeup;
  private final Thread thread;
  private final RandomGenerator random = new SplittableRandom();
  private final AtomicLongArray discards = new AtomicLongArray(Discard.values().length);

  /** At most one entry for each open session. */
  private final Queue<BfdSession> changes = new ConcurrentLinkedQueue<>();

  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean stopping;

  // Owned by the thread.
  private final SessionTable table = new SessionTable(random);
  private final DeadlineQueue queue = new DeadlineQueue();
  private final List<ReceiveSocket> sockets = new ArrayList<>();

  /** Stay open: an interface that carried echo packets once will again. */
  private final List<EchoSocket> echoSockets = new ArrayList<>();

  private Poll poll;
  private int nextPort = random.nextInt(SessionTable.LIMIT);

  private BfdSpeaker(System.Logger logger, InstantSource clock) throws LinuxException {
    this.logger = logger;
    this.clock = clock;
    wakeup = new Wakeup();
    poll = new Poll(wakeup, List.of());
    thread = new Thread(this::run, "bfd");
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
  }

  /**
   * A speaker without sessions, its thread running.
   *
   * @throws LinuxException where the system is no Linux that can be called
   */
  public static BfdSpeaker start() throws LinuxException {
    return start(System.getLogger(BfdSpeaker.class.getName()), InstantSource.system());
  }

  /**
   * As {@link #start()}.
   *
   * @param clock for the times that status shows
   */
  public static BfdSpeaker start(System.Logger logger, InstantSource clock) throws LinuxException {
    BfdSpeaker speaker = new BfdSpeaker(logger, clock);
    speaker.thread.start();
    return speaker;
  }

  /**
   * Asks for a path to be watched. Returns at once; {@code listener} hears what comes of it. From
   * any thread.
   *
   * @throws IllegalStateException where 16384 sessions are open already, or after {@link #close}
   */
  public BfdSession open(BfdPath path, BfdSettings settings, BfdListener listener) {
    if (stopping) {
      throw new IllegalStateException("this BFD speaker was closed");
    }
    if (open.incrementAndGet() > SessionTable.LIMIT) {
      open.decrementAndGet();
      throw new IllegalStateException(
          "there are " + SessionTable.LIMIT + " BFD sessions, no more can be had");
    }
    BfdSession session = new BfdSession(this, path, settings, listener, clock.instant());
    changed(session);
    return session;
  }

  /** How many packets were discarded, by the rule that they broke. From any thread. */
  public Map<Discard, Long> discards() {
    Map<Discard, Long> out = new EnumMap<>(Discard.class);
    for (Discard rule : Discard.values()) {
      out.put(rule, discards.get(rule.ordinal()));
    }
    return out;
  }

  /**
   * Tells all peers that sessions end on purpose, and releases everything. From any thread but the
   * speaker's own.
   */
  @Override
  public void close() {
    stopping = true;
    wakeup.wake();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void changed(BfdSession session) {
    if (session.queue()) {
      changes.add(session);
      wakeup.wake();
    }
  }

  void log(Level level, String text, Throwable failure) {
    logger.log(level, text, failure);
  }

  private void run() {
    try {
      while (!stopping) {
        try {
          turn();
        } catch (LinuxException | RuntimeException e) {
          log(Level.ERROR, "BFD: a turn of the thread failed", e);
        }
      }
    } finally {
      long now = System.nanoTime();
      table.sessions().forEach(session -> session.close(now));
      sockets.forEach(ReceiveSocket::close);
      echoSockets.forEach(EchoSocket::close);
      wakeup.close();
    }
  }

  private void turn() throws LinuxException {
    for (BfdSession user = changes.poll(); user != null; user = changes.poll()) {
      user.unqueue();
      apply(user, System.nanoTime());
    }
    for (int i = 0; i < sockets.size(); i++) {
      read(sockets.get(i));
    }
    for (int i = 0; i < echoSockets.size(); i++) {
      read(echoSockets.get(i));
    }
    long now = System.nanoTime();
    while (!queue.isEmpty() && queue.first().deadline - now <= 0) {
      LiveSession session = queue.first();
      session.run(now);
      settle(session, now);
    }
    poll.await(queue.isEmpty() ? LONG : pause(queue.first().deadline - System.nanoTime()));
  }

  private static Duration pause(long nanos) {
    long millis = (nanos + 999_999) / 1_000_000;
    return MILLIS[(int) Math.max(0, Math.min(millis, MILLIS.length - 1))];
  }

  private void apply(BfdSession user, long now) {
    if (user.isClosed() && user.forget()) {
      open.decrementAndGet();
    }
    LiveSession session = table.of(user.path()).orElse(null);
    if (session == null) {
      if (user.isClosed()) {
        return;
      }
      session =
          new LiveSession(
              user.path(),
              user.settings(),
              table.newDiscriminator(),
              this::openSink,
              this::openEcho,
              random,
              clock,
              now);
      table.add(session, scope(user.path()));
    }
    session.update(user, now);
    settle(session, now);
  }

  /** 0 as well where the interface is not there now. */
  private static int scope(BfdPath path) {
    try {
      return Wire.scope(path);
    } catch (LinuxException e) {
      return 0;
    }
  }

  /** Waits for what is due next at this session, or lets go of it. */
  private void settle(LiveSession session, long now) {
    if (session.isGone(now)) {
      queue.remove(session);
      table.remove(session);
      session.close(now);
    } else if (session.waits()) {
      queue.put(session, session.due());
    } else {
      queue.remove(session);
    }
  }

  private PacketSink openSink(BfdPath path) throws LinuxException {
    listen(path.peer().family(), path.multihop());
    if (BfdPath.isLinkLocal(path.peer())) {
      // the interface may have come, or come back as another one
      LiveSession session = table.of(path).orElseThrow();
      table.remove(session);
      table.add(session, Wire.scope(path));
    }
    return Wire.open(path, nextPort++);
  }

  private void listen(AddressFamily family, boolean multihop) throws LinuxException {
    for (ReceiveSocket socket : sockets) {
      if (socket.family() == family && socket.multihop() == multihop) {
        return;
      }
    }
    sockets.add(ReceiveSocket.open(family, multihop));
    listenToAll();
  }

  private void listenToAll() throws LinuxException {
    poll =
        new Poll(
            wakeup,
            Stream.concat(
                    sockets.stream().map(ReceiveSocket::descriptor),
                    echoSockets.stream().map(EchoSocket::descriptor))
                .toList());
  }

  private EchoPort openEcho(BfdPath path) throws LinuxException {
    EchoSocket.Place place = EchoSocket.place(path);
    for (EchoSocket socket : echoSockets) {
      if (socket.interfaceIndex() == place.index()) {
        return socket.port(place.address(), path.peer());
      }
    }
    EchoSocket opened = EchoSocket.open(place);
    echoSockets.add(opened);
    listenToAll();
    return opened.port(place.address(), path.peer());
  }

  private void read(EchoSocket socket) {
    try {
      for (int i = 0; i < BATCH && socket.receive(this::echoed); i++) {}
    } catch (LinuxException e) {
      // the interface is down or gone: sending says so, where it matters
      log(Level.DEBUG, "BFD: reading echo packets failed", e);
    }
  }

  private void echoed(EchoFrame.Echo echo) {
    LiveSession session = table.find(echo.discriminator());
    if (session != null) {
      long now = System.nanoTime();
      session.echoed(echo.sequence(), now);
      settle(session, now);
    }
  }

  private void read(ReceiveSocket socket) throws LinuxException {
    for (int i = 0; i < BATCH; i++) {
      int length = socket.receive();
      if (length == FileDescriptor.WOULD_BLOCK) {
        return;
      }
      Discard broken = receive(socket, length, System.nanoTime());
      if (broken != null) {
        discards.incrementAndGet(broken.ordinal());
      }
    }
  }

  /** The rule that the packet broke; null: none. */
  private @Nullable Discard receive(ReceiveSocket socket, int length, long now) {
    if (length < PacketDecoder.HEADER) {
      return Discard.SHORT;
    }
    ByteBuffer packet = socket.packet();
    int ours = PacketDecoder.yourDiscriminator(packet, 0);
    LiveSession known = ours == 0 ? null : table.find(ours);
    if (known != null
        && mayCome(known, socket)
        && hops(known, socket)
        && known.repeats(packet, length, now)) {
      return null;
    }
    Received received = PacketDecoder.decode(packet, 0, length);
    if (received instanceof Discard broken) {
      return broken;
    }
    ControlPacket control = (ControlPacket) received;
    LiveSession session =
        ours != 0
            ? known
            : table.find(
                socket.multihop(), socket.source(), socket.sourceScope(), socket.destination());
    if (session == null) {
      return Discard.NO_SESSION;
    }
    if (!mayCome(session, socket)) {
      return Discard.ADDRESS;
    }
    if (!hops(session, socket)) {
      session.tooFar(socket.ttl(), now);
      return Discard.TTL;
    }
    Discard forged = session.authenticate(control, packet, now);
    if (forged != null) {
      return forged;
    }
    session.receive(control, packet, length, now);
    settle(session, now);
    return null;
  }

  private static boolean mayCome(LiveSession session, ReceiveSocket socket) {
    BfdPath path = session.path();
    return path.multihop() == socket.multihop()
        && path.peer().family() == socket.family()
        && path.peer().high() == socket.sourceHigh()
        && path.peer().low() == socket.sourceLow();
  }

  private static boolean hops(LiveSession session, ReceiveSocket socket) {
    return !socket.multihop() || socket.ttl() >= session.variables().settings().minimumTtl();
  }
}
