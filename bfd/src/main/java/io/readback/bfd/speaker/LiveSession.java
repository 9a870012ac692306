package io.readback.bfd.speaker;

import io.readback.bfd.auth.Authenticator;
import io.readback.bfd.fsm.BfdEvent;
import io.readback.bfd.fsm.BfdFsm;
import io.readback.bfd.fsm.BfdSettings;
import io.readback.bfd.fsm.BfdStep;
import io.readback.bfd.fsm.BfdStep.Send;
import io.readback.bfd.fsm.BfdVariables;
import io.readback.bfd.packet.AuthenticationSection;
import io.readback.bfd.packet.BfdState;
import io.readback.bfd.packet.ControlPacket;
import io.readback.bfd.packet.Discard;
import io.readback.bfd.packet.PacketDecoder;
import io.readback.bfd.packet.PacketEncoder;
import io.readback.linux.LinuxException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A session in time: when to send, when silence has lasted too long, and whom to tell. Moments are
 * on the clock of {@link System#nanoTime}. Lives on the speaker's thread.
 *
 * <p>Up and left in peace, it allocates nothing: a packet of ours is written once and sent again
 * until its content changes, and a packet of the peer that repeats the one before is not decoded,
 * unless it is to be authenticated.
 *
 * <p>Longer than most classes: it is the one place where what is due, what was heard and what is
 * told of a session meet.
 */
final class LiveSession {
  /** How long a session that nobody wants any more goes on telling the peer so. */
  private static final long FAREWELL = Duration.ofMillis(1500).toNanos();

  /** Between attempts to open a socket. */
  private static final long RETRY = Duration.ofSeconds(1).toNanos();

  private final BfdPath path;
  private final PacketSink.Opener opener;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final List<BfdSession> users = new ArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong discarded = new AtomicLong();
  private final EchoWatch echo;

  // kept by the queue
  long deadline;
  int place = -1;

  private @Nullable PacketSink sink;
  private BfdVariables variables;
  private BfdStatus status;
  private @Nullable Authenticator authenticator;

  /** Whether the packet in the sink was not sent before. */
  private boolean rewritten;

  /** Twice the detection time, in nanoseconds. */
  private long sequenceLasts;

  /** When {@link #receiveProblem} was noted. */
  private long refusedAt;

  private long nextSend;
  private long lastHeard;
  private Optional<String> sendProblem = Optional.empty();
  private Optional<String> receiveProblem = Optional.empty();
  private boolean leaving;
  private long gone;

  // the octets of the last packet, while repeating it changes nothing
  private boolean repeatable;
  private long heard0;
  private long heard1;
  private long heard2;

  LiveSession(
      BfdPath path,
      BfdSettings settings,
      int discriminator,
      PacketSink.Opener opener,
      EchoPort.Opener echoOpener,
      RandomGenerator random,
      InstantSource clock,
      long now) {
    this.path = path;
    this.opener = opener;
    this.random = random;
    this.clock = clock;
    variables = BfdVariables.initial(settings, discriminator);
    echo = new EchoWatch(path, echoOpener, variables);
    authenticate(settings);
    nextSend = now;
    status =
        new BfdStatus(
            path,
            variables.state(),
            variables.diagnostic(),
            variables.remoteState(),
            variables.remoteDiagnostic(),
            false,
            discriminator,
            0,
            Duration.ZERO,
            Duration.ZERO,
            settings.detectMultiplier(),
            0,
            clock.instant(),
            0,
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty());
  }

  BfdPath path() {
    return path;
  }

  BfdVariables variables() {
    return variables;
  }

  BfdStatus status() {
    return status;
  }

  long sent() {
    return sent.get();
  }

  long received() {
    return received.get();
  }

  long discarded() {
    return discarded.get();
  }

  private void authenticate(BfdSettings wanted) {
    Authenticator running = authenticator;
    if (wanted.authentication().isEmpty()) {
      authenticator = null;
    } else if (running == null) {
      authenticator = new Authenticator(wanted.authentication().get(), random.nextInt());
    } else {
      running.change(wanted.authentication().get());
    }
    repeatable = false;
  }

  /** Takes note of a user's wishes, the first ones or others. */
  void update(BfdSession user, long now) {
    if (user.isClosed()) {
      users.remove(user);
    } else if (!users.contains(user)) {
      users.add(user);
      BfdStatus before = user.status();
      user.live(this);
      user.status(status);
      if (!status.state().equals(before.state())) {
        user.tell(before, status);
      }
    }
    leaving = users.isEmpty();
    if (leaving) {
      gone = now + FAREWELL;
      on(new BfdEvent.Disabled(), now);
      return;
    }
    BfdSettings wanted = users.get(0).settings();
    boolean disabled = true;
    for (BfdSession each : users) {
      wanted = wanted.strictest(each.settings());
      disabled &= each.isDisabled();
    }
    if (!wanted.equals(variables.settings())) {
      authenticate(wanted);
      on(new BfdEvent.SettingsChanged(wanted), now);
    }
    on(disabled ? new BfdEvent.Disabled() : new BfdEvent.Enabled(), now);
  }

  /** Whether nobody wants it any more and the peer was told. */
  boolean isGone(long now) {
    return leaving && now - gone >= 0;
  }

  /** Whether something is to be done at some time: {@link #due} then says when. */
  boolean waits() {
    return leaving || transmits() || variables.detecting() || echo.sends();
  }

  long due() {
    long due = Long.MAX_VALUE;
    if (transmits()) {
      due = nextSend;
    }
    if (variables.detecting()) {
      due = sooner(due, detectAt());
    }
    if (echo.sends()) {
      due = sooner(due, echo.due());
    }
    return leaving ? sooner(due, gone) : due;
  }

  private static long sooner(long a, long b) {
    return a == Long.MAX_VALUE || b - a < 0 ? b : a;
  }

  private boolean transmits() {
    return sink == null || variables.transmitInterval() != 0;
  }

  private long detectAt() {
    return lastHeard + variables.detectionTime() * 1000;
  }

  /** Does what is due. */
  void run(long now) {
    if (variables.detecting() && now - detectAt() >= 0) {
      on(new BfdEvent.DetectionTimeExpired(), now);
    }
    if (echo.sends()) {
      if (echo.run(now)) {
        on(new BfdEvent.EchoTimeExpired(), now);
      }
      tellProblem();
    }
    if (transmits() && now - nextSend >= 0) {
      if (variables.transmitInterval() != 0) {
        transmit();
      } else {
        open();
      }
      nextSend = now + pause();
    }
  }

  /** The interval with its jitter, in nanoseconds (RFC 5880 section 6.8.7). */
  private long pause() {
    long interval = variables.transmitInterval() * 1000;
    if (interval == 0) {
      return RETRY;
    }
    long least = interval / 100 * variables.leastJitter();
    return interval - least - random.nextLong(interval / 4 - least + 1);
  }

  /** Whether these octets repeat the last packet, which then counts as heard once more. */
  boolean repeats(ByteBuffer packet, int length, long now) {
    if (repeatable
        && length == PacketDecoder.HEADER
        && packet.getLong(0) == heard0
        && packet.getLong(8) == heard1
        && packet.getLong(16) == heard2) {
      lastHeard = now;
      received.lazySet(received.getPlain() + 1);
      return true;
    }
    return false;
  }

  /** A packet for this session crossed too many routers. */
  void tooFar(int ttl, long now) {
    int least = variables.settings().minimumTtl();
    refuse(
        "packets of the peer arrive with TTL %d and are discarded: the minimum is %d"
            .formatted(ttl, least),
        now);
  }

  /**
   * Counts what is not taken, and says why where nothing better is heard. Not more often than once
   * a second, as anybody can send what is wrong in ever new ways.
   */
  private void refuse(String why, long now) {
    discarded.lazySet(discarded.getPlain() + 1);
    boolean heard = variables.state() == BfdState.UP;
    if (!heard && (receiveProblem.isEmpty() || now - refusedAt >= RETRY)) {
      refusedAt = now;
      receiveProblem = Optional.of(why);
      tellProblem();
    }
  }

  /**
   * Judges who sent a packet for this session.
   *
   * @return the rule that it breaks; null: none
   */
  @Nullable Discard authenticate(ControlPacket packet, ByteBuffer octets, long now) {
    Authenticator keys = authenticator;
    AuthenticationSection section = packet.authentication().orElse(null);
    Discard broken;
    if (keys == null) {
      broken = section == null ? null : Discard.AUTHENTICATION_UNEXPECTED;
    } else if (section == null) {
      broken = Discard.AUTHENTICATION_MISSING;
    } else {
      if (now - lastHeard >= sequenceLasts) {
        keys.forgetSequence();
      }
      broken = keys.check(octets, 0, section.type(), section.length());
    }
    if (broken != null) {
      refuse(
          "packets of the peer are discarded: " + AuthenticationFaults.of(broken, section, octets),
          now);
    }
    return broken;
  }

  /** An echo packet with our discriminator came in. */
  void echoed(int sequence, long now) {
    if (echo.cameBack(sequence) && !variables.echo()) {
      on(new BfdEvent.EchoReturned(), now);
    }
  }

  /** A packet that passed all checks. */
  void receive(ControlPacket packet, ByteBuffer octets, int length, long now) {
    receiveProblem = Optional.empty();
    received.lazySet(received.getPlain() + 1);
    lastHeard = now;
    BfdVariables before = variables;
    BfdStep step = on(new BfdEvent.PacketReceived(packet), now);
    sequenceLasts = 2 * variables.detectionTime() * 1000;
    tellProblem();
    repeatable =
        authenticator == null
            && step.send() == Send.NOTHING
            && step.variables().equals(before)
            && length == PacketDecoder.HEADER;
    if (repeatable) {
      heard0 = octets.getLong(0);
      heard1 = octets.getLong(8);
      heard2 = octets.getLong(16);
    }
  }

  private BfdStep on(BfdEvent event, long now) {
    BfdStep step = BfdFsm.on(variables, event);
    BfdVariables before = variables;
    variables = step.variables();
    if (!variables.equals(before)) {
      repeatable = false;
      write(variables.packet(false));
      echo.follow(variables, now);
      long interval = variables.transmitInterval();
      // neither a long pause that was begun, nor none at all
      if (interval != 0 && nextSend - now > interval * 1000 || before.transmitInterval() == 0) {
        nextSend = now + pause();
      }
    }
    switch (step.send()) {
      case NOTHING -> {}
      case PACKET -> {
        transmit();
        nextSend = now + pause();
      }
      case FINAL -> {
        write(variables.packet(true));
        transmit();
        write(variables.packet(false));
      }
    }
    if (!variables.equals(before)) {
      publish();
    }
    return step;
  }

  private void write(ControlPacket packet) {
    PacketSink open = sink;
    if (open != null) {
      PacketEncoder.encode(packet, open.packet(), 0);
      rewritten = true;
    }
  }

  private @Nullable PacketSink open() {
    if (sink == null) {
      try {
        sink = opener.open(path);
        write(variables.packet(false));
        sendProblem(Optional.empty());
      } catch (LinuxException e) {
        sendProblem(Optional.of(String.valueOf(e.getMessage())));
      }
    }
    return sink;
  }

  private void transmit() {
    PacketSink open = open();
    if (open == null) {
      return;
    }
    try {
      Authenticator keys = authenticator;
      int length = keys == null ? PacketDecoder.HEADER : keys.sign(open.packet(), rewritten);
      rewritten = false;
      open.send(length);
      sent.lazySet(sent.getPlain() + 1);
      sendProblem(Optional.empty());
    } catch (LinuxException e) {
      sendProblem(Optional.of(String.valueOf(e.getMessage())));
      if (variables.state() != BfdState.UP) {
        // the address or interface may have come back as another one
        open.close();
        sink = null;
      }
    }
  }

  private void sendProblem(Optional<String> now) {
    sendProblem = now;
    tellProblem();
  }

  private void tellProblem() {
    if (!problem().equals(status.problem())) {
      publish();
    }
  }

  private Optional<String> problem() {
    return sendProblem.or(() -> receiveProblem).or(echo::problem);
  }

  private void publish() {
    BfdStatus before = status;
    boolean moved = variables.state() != before.state();
    status =
        new BfdStatus(
            path,
            variables.state(),
            variables.diagnostic(),
            variables.remoteState(),
            variables.remoteDiagnostic(),
            variables.remoteIndependent(),
            variables.localDiscriminator(),
            variables.remoteDiscriminator(),
            Duration.ofNanos(variables.transmitInterval() * 1000),
            Duration.ofNanos(variables.detectionTime() * 1000),
            variables.settings().detectMultiplier(),
            variables.remoteMultiplier(),
            moved ? clock.instant() : before.since(),
            before.timesUp() + (moved && variables.state() == BfdState.UP ? 1 : 0),
            Duration.ofNanos(variables.echoInterval() * 1000),
            Duration.ofNanos(variables.echoDetectionTime() * 1000),
            problem());
    for (BfdSession user : users) {
      user.status(status);
    }
    // a listener may close its own session
    for (BfdSession user : List.copyOf(users)) {
      user.tell(before, status);
    }
  }

  /** Tells the peer that the end is meant, and releases the socket. */
  void close(long now) {
    if (variables.state() != BfdState.ADMIN_DOWN) {
      on(new BfdEvent.Disabled(), now);
    }
    PacketSink open = sink;
    if (open != null) {
      open.close();
      sink = null;
    }
  }
}
