package io.readback.bgp.session;

import io.readback.bgp.message.Octets;

/** Follows the sessions of a speaker. Called on the speaker's thread; must not block. */
public interface SessionObserver {
  /** Follows nothing. */
  SessionObserver NONE =
      new SessionObserver() {
        @Override
        public void start(SpeakerLoop loop) {}

        @Override
        public void up(EstablishedSession session) {}

        @Override
        public void down(EstablishedSession session, SessionEnd end) {}

        @Override
        public void changed(EstablishedSession session) {}

        @Override
        public void faulty(EstablishedSession session, Octets message) {}

        @Override
        public void stop() {}
      };

  /** Before everything else. */
  void start(SpeakerLoop loop);

  void up(EstablishedSession session);

  /** The session is over; nothing more may be asked of it. */
  void down(EstablishedSession session, SessionEnd end);

  /** Routes received or to be sent may be others now. */
  void changed(EstablishedSession session);

  /** A message of the peer had an error (RFC 7606, RFC 4271 section 6): the whole of it. */
  void faulty(EstablishedSession session, Octets message);

  /** The speaker ends; nothing is called afterwards. */
  void stop();
}
