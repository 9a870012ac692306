package io.readback.bfd.fsm;

import io.readback.bfd.packet.ControlPacket;

/** What can happen to a session. */
public sealed interface BfdEvent {
  /** A packet for this session that passed all checks. */
  record PacketReceived(ControlPacket packet) implements BfdEvent {}

  /** Nothing was heard for {@link BfdVariables#detectionTime}. */
  record DetectionTimeExpired() implements BfdEvent {}

  /** An echo packet came back: from now on their absence means something. */
  record EchoReturned() implements BfdEvent {}

  /** No echo packet came back for {@link BfdVariables#echoDetectionTime}. */
  record EchoTimeExpired() implements BfdEvent {}

  /** Other settings are asked for. */
  record SettingsChanged(BfdSettings settings) implements BfdEvent {}

  /** The session is to be held down. */
  record Disabled() implements BfdEvent {}

  /** The session is no longer to be held down. */
  record Enabled() implements BfdEvent {}
}
