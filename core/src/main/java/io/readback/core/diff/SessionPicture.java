package io.readback.core.diff;

import io.readback.core.plan.PlannedTarget;
import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A session and what it should carry.
 *
 * @param settings all that resets the session when it changes, by its name in manifests and in
 *     words; of a password only whether there is one
 * @param password where it is at hand: an agent shows none
 */
public record SessionPicture(
    SortedMap<String, String> settings, Optional<Secret> password, RouteTable routes) {
  /** The setting that says whether there is a password. */
  public static final String PASSWORD = "password";

  public SessionPicture {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  static SessionPicture of(PlannedTarget target) {
    BgpSession session = target.session();
    BgpInstance instance = session.instance();
    SortedMap<String, String> s = new TreeMap<>();
    s.put("localASN", localAsn(session));
    s.put("routerID", instance.bgpIdentifier().toString());
    s.put(
        "localPort",
        instance.listenPort().isPresent()
            ? String.valueOf(instance.listenPort().getAsInt())
            : "none");
    s.put("peerAddress", session.peerAddress() + session.zone().map(z -> "%" + z).orElse(""));
    s.put("peerPort", String.valueOf(session.peerPort()));
    s.put("peerASN", peerAsn(session));
    s.put("localAddress", session.localAddress().map(Object::toString).orElse("any"));
    s.put("sourceInterface", session.sourceInterface().orElse("any"));
    s.put("device", session.device().orElse("any"));
    s.put("connectRetryTimeSeconds", String.valueOf(session.timers().connectRetry()));
    s.put("holdTimeSeconds", String.valueOf(session.timers().hold()));
    s.put("keepAliveTimeSeconds", String.valueOf(session.timers().keepalive()));
    s.put(
        "families",
        session.families().stream().map(SessionPicture::family).collect(Collectors.joining(",")));
    s.put(
        "gracefulRestart",
        session.gracefulRestart().enabled()
            ? session.gracefulRestart().restartTime() + " s"
            : "off");
    s.put("ebgpMultihop", String.valueOf(session.multihopTtl()));
    s.put(
        "ttlSecurityHops",
        session.ttlSecurityHops().isPresent()
            ? String.valueOf(session.ttlSecurityHops().getAsInt())
            : "off");
    s.put("passive", String.valueOf(session.passive()));
    s.put(
        "role",
        session.role().map(r -> r + (session.roleStrict() ? " strict" : "")).orElse("none"));
    s.put("delayOpen", session.delayOpen().toSeconds() + " s");
    s.put(PASSWORD, session.password().isPresent() ? "set" : "none");
    s.put("announcer", target.announcer().orElse("any"));
    return new SessionPicture(s, session.password(), target.desired().routes());
  }

  private static String localAsn(BgpSession session) {
    long own = session.instance().localAsn();
    return session.localAsn() + (session.localAsn() == own ? "" : " in place of " + own);
  }

  private static String peerAsn(BgpSession session) {
    return session.peerAsn() == 0
        ? session.peerType().name().toLowerCase(Locale.ROOT)
        : String.valueOf(session.peerAsn());
  }

  private static String family(AddressFamily family) {
    return family == AddressFamily.IPV4 ? "ipv4" : "ipv6";
  }
}
