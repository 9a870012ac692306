package io.readback.bgp.session;

import io.readback.bfd.speaker.BfdSpeaker;
import io.readback.spi.observe.SessionError;
import io.readback.spi.target.TargetId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What all peers of a speaker share. */
interface SpeakerEnvironment {
  SpeakerLoop transport();

  InstantSource clock();

  /** When the speaker began to run. */
  Instant started();

  RandomGenerator random();

  System.Logger logger();

  ImportPolicy importPolicy();

  /** A peer has come to rest after an event. */
  void settled(Peer peer);

  SessionObserver observer();

  /** Shown every message of every session. */
  Optional<MessageListener> messages();

  /** Empty until a session asks for BFD, and where there is none: {@link #bfdProblem}. */
  Optional<BfdSpeaker> bfd();

  /** Why there is no BFD. */
  String bfdProblem();

  /** Something that status shows has changed. */
  void changed();

  /** Why the instance of this peer cannot accept connections, if that is so. */
  Optional<SessionError> listenProblem(TargetId peer);
}
