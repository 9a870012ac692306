package io.readback.bfd.speaker;

import io.readback.bfd.fsm.BfdSettings;
import io.readback.bfd.packet.BfdState;
import io.readback.bfd.packet.Diagnostic;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One user's interest in a path. Users of one path share its session: the strictest of their
 * settings counts, and it is held down when all hold it down. Safe from any thread; what is asked
 * takes effect on the speaker's thread soon after.
 */
public final class BfdSession implements AutoCloseable {
  private final BfdSpeaker speaker;
  private final BfdPath path;
  private final BfdListener listener;
  private final AtomicBoolean queued = new AtomicBoolean();
  private final AtomicBoolean forgotten = new AtomicBoolean();
  private volatile @Nullable LiveSession live;
  private volatile BfdSettings settings;
  private volatile boolean disabled;
  private volatile boolean closed;
  private volatile BfdStatus status;

  BfdSession(
      BfdSpeaker speaker, BfdPath path, BfdSettings settings, BfdListener listener, Instant now) {
    this.speaker = speaker;
    this.path = path;
    this.settings = settings;
    this.listener = listener;
    this.status =
        new BfdStatus(
            path,
            BfdState.DOWN,
            Diagnostic.NONE,
            BfdState.DOWN,
            Diagnostic.NONE,
            false,
            0,
            0,
            Duration.ZERO,
            Duration.ZERO,
            settings.detectMultiplier(),
            0,
            now,
            0,
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty());
  }

  public BfdPath path() {
    return path;
  }

  /** As it was last, also after {@link #close}. */
  public BfdStatus status() {
    return status;
  }

  /** How many packets were sent on this path. */
  public long sent() {
    LiveSession now = live;
    return now == null ? 0 : now.sent();
  }

  /** How many packets of the peer were taken. */
  public long received() {
    LiveSession now = live;
    return now == null ? 0 : now.received();
  }

  /** How many packets of the peer were discarded: signed wrong, or from too far away. */
  public long discarded() {
    LiveSession now = live;
    return now == null ? 0 : now.discarded();
  }

  /** Asks for other settings; intervals change by agreement with the peer, without a flap. */
  public void change(BfdSettings next) {
    settings = next;
    speaker.changed(this);
  }

  /** Holds the session down (AdminDown), or lets it come up again. */
  public void disable(boolean value) {
    disabled = value;
    speaker.changed(this);
  }

  /** Ends the interest. The last one of a path tells the peer that this is no failure. */
  @Override
  public void close() {
    closed = true;
    speaker.changed(this);
  }

  BfdSettings settings() {
    return settings;
  }

  boolean isDisabled() {
    return disabled;
  }

  boolean isClosed() {
    return closed;
  }

  void tell(BfdStatus before, BfdStatus now) {
    if (closed) {
      return;
    }
    try {
      listener.changed(before, now);
    } catch (RuntimeException e) {
      speaker.log(Level.ERROR, "BFD: a listener of " + path + " failed", e);
    }
  }

  void live(LiveSession session) {
    live = session;
  }

  /** Whether this call is the first that lets go of it. */
  boolean forget() {
    return !forgotten.getAndSet(true);
  }

  void status(BfdStatus next) {
    status = next;
  }

  /** Whether this call is the one that queues it. */
  boolean queue() {
    return queued.compareAndSet(false, true);
  }

  void unqueue() {
    queued.set(false);
  }
}
