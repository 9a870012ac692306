package io.readback.bfd.fsm;

import io.readback.bfd.fsm.BfdStep.Send;
import io.readback.bfd.packet.BfdState;
import io.readback.bfd.packet.ControlPacket;
import io.readback.bfd.packet.Diagnostic;

/**
 * The procedures of RFC 5880 section 6.8 for one session in asynchronous mode. Time is the
 * caller's: it sends every {@link BfdVariables#transmitInterval}, and reports {@link
 * BfdEvent.DetectionTimeExpired} when {@link BfdVariables#detectionTime} has passed since the last
 * packet. Demand mode is granted to the peer and never asked for. Echo packets are sent where they
 * are asked for and the peer returns them; nobody's are returned, which {@code Required Min Echo RX
 * = 0} tells the peer.
 *
 * <p>A packet that leaves the variables equal and asks for no answer changes nothing but the time
 * of the last packet; so does any repetition of it.
 */
public final class BfdFsm {
  private BfdFsm() {}

  public static BfdStep on(BfdVariables now, BfdEvent event) {
    if (event instanceof BfdEvent.PacketReceived received) {
      return packet(now, received.packet());
    }
    if (event instanceof BfdEvent.SettingsChanged changed) {
      BfdVariables next = whileEchoLasts(now.announcing(changed.settings()));
      return new BfdStep(next, differs(now, next));
    }
    if (event instanceof BfdEvent.EchoReturned) {
      BfdVariables next = whileEchoLasts(now.withEcho(true));
      return new BfdStep(next, differs(now, next));
    }
    if (event instanceof BfdEvent.EchoTimeExpired) {
      // sections 6.8.5 and 6.8.1
      return now.state() == BfdState.UP
          ? moved(now, BfdState.DOWN, Diagnostic.ECHO_FAILED)
          : new BfdStep(now, Send.NOTHING);
    }
    if (event instanceof BfdEvent.Disabled) {
      return moved(now, BfdState.ADMIN_DOWN, Diagnostic.ADMINISTRATIVELY_DOWN);
    }
    if (event instanceof BfdEvent.Enabled) {
      return now.state() == BfdState.ADMIN_DOWN
          ? moved(now, BfdState.DOWN, Diagnostic.NONE)
          : new BfdStep(now, Send.NOTHING);
    }
    return silence(now);
  }

  /** Section 6.8.6 from the point where the packet is known to be for this session. */
  private static BfdStep packet(BfdVariables before, ControlPacket packet) {
    BfdVariables now = before.heard(packet);
    if (now.polling() && packet.finalBit()) {
      now = now.pollAnswered();
    }
    if (now.state() == BfdState.ADMIN_DOWN) {
      return new BfdStep(now, Send.NOTHING);
    }
    now = whileEchoLasts(next(now, packet.state()));
    Send send = packet.poll() ? Send.FINAL : differs(before, now);
    return new BfdStep(now, send);
  }

  /** Without the reliance on echo packets where none are sent any more. */
  private static BfdVariables whileEchoLasts(BfdVariables now) {
    return now.echoInterval() == 0 ? now.withEcho(false) : now;
  }

  private static BfdVariables next(BfdVariables now, BfdState peer) {
    if (peer == BfdState.ADMIN_DOWN) {
      return now.state() == BfdState.DOWN
          ? now
          : now.in(BfdState.DOWN, Diagnostic.NEIGHBOR_SIGNALED_DOWN);
    }
    return switch (now.state()) {
      case DOWN ->
          switch (peer) {
            case DOWN -> now.in(BfdState.INIT, now.diagnostic());
            case INIT -> now.in(BfdState.UP, Diagnostic.NONE);
            default -> now;
          };
      case INIT -> peer == BfdState.DOWN ? now : now.in(BfdState.UP, Diagnostic.NONE);
      case UP ->
          peer == BfdState.DOWN ? now.in(BfdState.DOWN, Diagnostic.NEIGHBOR_SIGNALED_DOWN) : now;
      case ADMIN_DOWN -> now;
    };
  }

  /** Sections 6.8.4 and 6.8.1. */
  private static BfdStep silence(BfdVariables now) {
    BfdVariables next = now.forgotten();
    if (now.state() == BfdState.INIT || now.state() == BfdState.UP) {
      next = next.in(BfdState.DOWN, Diagnostic.DETECTION_TIME_EXPIRED);
    }
    return new BfdStep(next, differs(now, next));
  }

  private static BfdStep moved(BfdVariables now, BfdState state, Diagnostic why) {
    BfdVariables next = now.in(state, why);
    return new BfdStep(next, differs(now, next));
  }

  /** A changed content is told at once, unless the peer wants nothing. */
  private static Send differs(BfdVariables before, BfdVariables now) {
    return now.transmitInterval() != 0 && !before.packet(false).equals(now.packet(false))
        ? Send.PACKET
        : Send.NOTHING;
  }
}
