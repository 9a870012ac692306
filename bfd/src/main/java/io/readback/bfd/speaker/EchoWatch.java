package io.readback.bfd.speaker;

import io.readback.bfd.fsm.BfdVariables;
import io.readback.bfd.packet.BfdState;
import io.readback.linux.LinuxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The echo packets of one session in time (RFC 5880 section 6.8.9). Moments are on the clock of
 * {@link System#nanoTime}.
 *
 * <p>What is missing is counted in packets that were sent, so a pause of this process is no
 * failure. Until the first one came back they are rare, and their absence is shown as a problem and
 * no more: that a peer says it returns them does not make its forwarding do so.
 */
final class EchoWatch {
  private static final long SECOND = 1_000_000_000L;

  /** How many may be missing before the absence is told of. */
  private static final int PATIENCE = 5;

  private final BfdPath path;
  private final EchoPort.Opener opener;
  private @Nullable EchoPort port;
  private BfdVariables variables;
  private long nextSend;
  private int sent;
  private int returned;
  private Optional<String> failure = Optional.empty();

  EchoWatch(BfdPath path, EchoPort.Opener opener, BfdVariables variables) {
    this.path = path;
    this.opener = opener;
    this.variables = variables;
  }

  /** The session goes on with these variables. */
  void follow(BfdVariables next, long now) {
    boolean began = variables.echoInterval() == 0 && next.echoInterval() != 0;
    boolean faster = next.echo() && !variables.echo();
    variables = next;
    if (next.echoInterval() == 0) {
      port = null;
      failure = Optional.empty();
    } else if (began) {
      // numbers go on, so that what comes late is not taken for what is sent now
      returned = sent;
      nextSend = now;
    } else if (faster) {
      nextSend = Math.min(nextSend, now + interval());
    }
  }

  boolean sends() {
    return variables.echoInterval() != 0;
  }

  /** When {@link #run} has something to do; only where it {@link #sends}. */
  long due() {
    return nextSend;
  }

  private long interval() {
    long nanos = variables.echoInterval() * 1000;
    return variables.echo() ? nanos : Math.max(SECOND, nanos);
  }

  /**
   * Sends what is due.
   *
   * @return whether as many packets as may be missing have not come back
   */
  boolean run(long now) {
    if (!sends() || now - nextSend < 0) {
      return false;
    }
    if (variables.echo() && sent - returned >= variables.settings().detectMultiplier()) {
      return true;
    }
    nextSend = now + interval();
    try {
      EchoPort open = port;
      if (open == null) {
        open = opener.open(path);
        port = open;
      }
      if (open.send(variables.localDiscriminator(), sent + 1)) {
        sent++;
        failure = Optional.empty();
      }
    } catch (LinuxException e) {
      failure = Optional.of("no echo packets are sent: " + e.getMessage());
      port = null;
    }
    return false;
  }

  /** Whether it is one that was sent and had not come back. */
  boolean cameBack(int sequence) {
    if (!sends() || sequence - returned <= 0 || sent - sequence < 0) {
      return false;
    }
    returned = sequence;
    return true;
  }

  /** Why echo packets do not watch the path though they were asked for, for a person. */
  Optional<String> problem() {
    if (failure.isPresent() || variables.settings().echoInterval().isEmpty()) {
      return failure;
    }
    if (variables.state() == BfdState.UP && !sends()) {
      return Optional.of(
          "the peer says that it returns no echo packets: control packets alone watch the path");
    }
    return sends() && !variables.echo() && sent - returned >= PATIENCE
        ? Optional.of(
            "the peer says that it returns echo packets, and none came back: control packets alone"
                + " watch the path; compare IP forwarding and packet filters there")
        : Optional.empty();
  }
}
