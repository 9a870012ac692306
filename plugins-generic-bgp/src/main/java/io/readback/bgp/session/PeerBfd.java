package io.readback.bgp.session;

import io.readback.bfd.fsm.BfdSettings;
import io.readback.bfd.packet.Diagnostic;
import io.readback.bfd.speaker.BfdPath;
import io.readback.bfd.speaker.BfdSession;
import io.readback.bfd.speaker.BfdStatus;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.SessionBfd;
import io.readback.spi.target.BfdProfile;
import io.readback.spi.target.BgpSession;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * BFD beside one peer, where a profile asks for it. Lives on the speaker's event loop.
 *
 * <p>The session counts only once it was up: a peer without BFD is served like any other, unless
 * the profile is strict. Where the profile is taken away, a session that is up goes on, unheeded,
 * until the peer ends it too: many routers take our leave for a failure, AdminDown or not.
 */
final class PeerBfd {
  /** Hears of changes, on the event loop. */
  interface Listener {
    void came(BfdStatus now);

    void failed(BfdStatus now);

    void changed();
  }

  private final SpeakerEnvironment speaker;
  private final Listener listener;
  private Optional<BfdProfile> profile = Optional.empty();
  private Optional<BfdPath> path = Optional.empty();
  private @Nullable BfdSession watch;

  /** Goes on for the peer's sake alone. */
  private @Nullable BfdSession parting;

  PeerBfd(SpeakerEnvironment speaker, Listener listener) {
    this.speaker = speaker;
    this.listener = listener;
  }

  /** Watches as the session asks for now: other settings change the watch without a flap. */
  void follow(BgpSession session) {
    profile = session.bfd();
    if (profile.isEmpty()) {
      part();
      return;
    }
    BfdPath wanted = path(session);
    BfdSettings settings = settings(profile.get());
    comeBack();
    BfdSession running = watch;
    if (running != null && path.equals(Optional.of(wanted))) {
      running.change(settings);
      return;
    }
    close();
    path = Optional.of(wanted);
    speaker
        .bfd()
        .ifPresent(
            bfd ->
                watch =
                    bfd.open(
                        wanted,
                        settings,
                        (before, now) ->
                            speaker.transport().loop().execute(() -> heard(before, now))));
  }

  private void part() {
    BfdSession running = watch;
    if (running != null && running.status().isUp()) {
      parting = running;
      watch = null;
    } else if (parting == null) {
      close();
    }
  }

  private void comeBack() {
    if (parting != null) {
      watch = parting;
      parting = null;
    }
  }

  private void heard(BfdStatus before, BfdStatus now) {
    if (parting != null && !now.isUp()) {
      close();
    }
    if (watch == null || !path.equals(Optional.of(now.path()))) {
      return;
    }
    if (!before.isUp() && now.isUp()) {
      listener.came(now);
    } else if (before.isUp() && now.failed()) {
      listener.failed(now);
    }
    if (before.state() != now.state() || !before.problem().equals(now.problem())) {
      listener.changed();
    }
  }

  void close() {
    comeBack();
    BfdSession running = watch;
    watch = null;
    path = Optional.empty();
    if (running != null) {
      running.close();
    }
  }

  /** Whether the session must not begin yet. */
  boolean holdsBack() {
    BfdSession running = watch;
    return profile.map(BfdProfile::strict).orElse(false)
        && (running == null || !running.status().isUp());
  }

  /** What is known; empty where no BFD is asked for. */
  Optional<SessionBfd> status() {
    if (profile.isEmpty()) {
      return Optional.empty();
    }
    BfdSession running = watch;
    if (running == null) {
      return Optional.of(
          new SessionBfd(
              "down",
              Diagnostic.NONE.toString(),
              "down",
              Diagnostic.NONE.toString(),
              false,
              Duration.ZERO,
              Duration.ZERO,
              Optional.empty(),
              0,
              0,
              0,
              0,
              authentication(),
              Duration.ZERO,
              Duration.ZERO,
              Optional.of(speaker.bfdProblem())));
    }
    BfdStatus now = running.status();
    return Optional.of(
        new SessionBfd(
            now.state().toString(),
            now.diagnostic().toString(),
            now.remoteState().toString(),
            now.remoteDiagnostic().toString(),
            now.path().multihop(),
            now.transmitInterval(),
            now.detectionTime(),
            Optional.of(now.since()),
            now.timesUp(),
            running.sent(),
            running.received(),
            running.discarded(),
            authentication(),
            now.echoInterval(),
            now.echoDetectionTime(),
            now.problem()));
  }

  private String authentication() {
    return profile.flatMap(BfdProfile::authentication).map(a -> a.type().toString()).orElse("");
  }

  /** Why the path counts as broken, for a person. */
  static String reason(BfdStatus now) {
    return now.diagnostic() == Diagnostic.DETECTION_TIME_EXPIRED
        ? "no BFD packet came in time"
        : "BFD with the peer went down: " + now.diagnostic();
  }

  private static BfdSettings settings(BfdProfile p) {
    return new BfdSettings(
        p.transmitInterval(),
        p.receiveInterval(),
        p.detectMultiplier(),
        p.passive(),
        p.minimumTtl(),
        p.echoInterval(),
        p.authentication());
  }

  /** Over several hops unless the peer is known to be on the link, as FRR has it. */
  private static BfdPath path(BgpSession session) {
    boolean onLink;
    if (session.zone().isPresent()) {
      onLink = true;
    } else if (session.external()) {
      onLink =
          session.ttlSecurityHops().isPresent()
              ? session.ttlSecurityHops().getAsInt() == 1
              : session.multihopTtl() == 1;
    } else {
      onLink = isOnLink(session.peerAddress());
    }
    return new BfdPath(
        session.peerAddress(), session.localAddress(), session.zone().or(session::device), !onLink);
  }

  private static boolean isOnLink(IpAddress peer) {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(i -> i.getInterfaceAddresses().stream())
          .anyMatch(a -> contains(a, peer));
    } catch (SocketException e) {
      return false;
    }
  }

  private static boolean contains(InterfaceAddress ours, IpAddress peer) {
    IpAddress address = IpAddress.of(ours.getAddress());
    return address.family() == peer.family()
        && IpPrefix.containing(address, ours.getNetworkPrefixLength()).contains(peer);
  }
}
