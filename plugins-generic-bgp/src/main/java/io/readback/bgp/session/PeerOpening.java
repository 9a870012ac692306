package io.readback.bgp.session;

import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Open;
import io.readback.spi.target.BgpSession;
import java.lang.System.Logger.Level;

/**
 * What a peer is opened with: as configured, without what it has refused, and with the R bit until
 * the first session after a start of ours. Lives on the speaker's event loop.
 */
final class PeerOpening {
  private final SpeakerEnvironment speaker;
  private boolean established;
  private CapabilityFallback fallback = CapabilityFallback.NONE;

  PeerOpening(SpeakerEnvironment speaker) {
    this.speaker = speaker;
  }

  Open message(BgpSession session) {
    boolean restarting =
        !established
            && speaker
                .clock()
                .instant()
                .isBefore(speaker.started().plusSeconds(session.gracefulRestart().restartTime()));
    return fallback.apply(Negotiation.open(session, restarting));
  }

  /** The first session, or a further one, is up. */
  void established() {
    established = true;
  }

  /** What the messages leave out. */
  CapabilityFallback leftOut() {
    return fallback;
  }

  /** Says what the peer refused when it was here before. */
  void leaveOut(CapabilityFallback known) {
    fallback = known;
  }

  /** The peer answered {@code sent} with a NOTIFICATION. */
  void refused(BgpSession session, Notification answer, Open sent) {
    CapabilityFallback next = fallback.after(answer, sent);
    if (!next.equals(fallback)) {
      fallback = next;
      speaker
          .logger()
          .log(
              Level.INFO,
              () -> "session " + session.id() + ": the next OPEN leaves out what the peer refuses");
    }
  }
}
