package io.readback.bgp.session;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Open;
import io.readback.spi.net.AddressFamily;
import java.util.Optional;

/**
 * What two OPEN messages say of the peer's routes while the peer restarts (RFC 4724, RFC 9494).
 * Each of the two mechanisms counts where both sides have it.
 *
 * @param restart the peer's, where both sides do graceful restart
 * @param longLived the peer's, where both sides do long-lived graceful restart too
 */
record RestartTerms(
    Optional<Capability.GracefulRestart> restart,
    Optional<Capability.LongLivedGracefulRestart> longLived) {
  static RestartTerms of(Open sent, Open received) {
    Optional<Capability.GracefulRestart> restart =
        received
            .capability(Capability.GracefulRestart.class)
            .filter(c -> sent.capability(Capability.GracefulRestart.class).isPresent());
    return new RestartTerms(
        restart,
        received
            .capability(Capability.LongLivedGracefulRestart.class)
            .filter(c -> restart.isPresent())
            .filter(c -> sent.capability(Capability.LongLivedGracefulRestart.class).isPresent()));
  }

  /** Whether routes of the family are kept at all when the session is lost. */
  boolean keeps(AddressFamily family) {
    return state(family).isPresent() && restartTime() > 0 || longLivedTime(family) > 0;
  }

  /** Seconds within which the peer should be back. */
  int restartTime() {
    return restart.map(Capability.GracefulRestart::restartTime).orElse(0);
  }

  /** Seconds for which routes are kept beyond that; 0: they are not. */
  int longLivedTime(AddressFamily family) {
    return time(family).map(t -> t.staleTime()).orElse(0);
  }

  /** Whether the peer went on forwarding while it restarted (the F bit). */
  boolean forwarded(AddressFamily family) {
    return state(family).map(s -> s.forwarding()).orElse(false);
  }

  /** The F bit of the long-lived mechanism. */
  boolean forwardedLong(AddressFamily family) {
    return time(family).map(t -> t.forwarding()).orElse(false);
  }

  private Optional<Capability.GracefulRestart.FamilyState> state(AddressFamily family) {
    return restart.stream()
        .flatMap(c -> c.families().stream())
        .filter(s -> s.family().equals(Family.unicast(family)))
        .findFirst();
  }

  private Optional<Capability.LongLivedGracefulRestart.FamilyTime> time(AddressFamily family) {
    return longLived.stream()
        .flatMap(c -> c.families().stream())
        .filter(t -> t.family().equals(Family.unicast(family)))
        .findFirst();
  }
}
