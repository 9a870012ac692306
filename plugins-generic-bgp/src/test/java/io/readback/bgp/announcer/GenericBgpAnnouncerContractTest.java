package io.readback.bgp.announcer;

import io.readback.bgp.announcer.GenericBgpAnnouncerFactory.Config;
import io.readback.bgp.session.BgpSpeaker;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.Route;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.GracefulRestart;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetSpec;
import io.readback.testkit.AnnouncerContract;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The announcer against a router on loopback that keeps what it was told. */
class GenericBgpAnnouncerContractTest extends AnnouncerContract<Config> {
  private static final IpAddress ROUTER = IpAddress.parse("127.0.0.1");
  private static final IpAddress NODE = IpAddress.parse("127.0.0.2");
  private static final BgpTimers TIMERS = new BgpTimers(1, 9, 3);

  private final BgpSpeaker router = BgpSpeaker.builder().threadName("router").build();
  private final RouterWorld world = new RouterWorld();
  private BgpSession target;

  @BeforeEach
  void startRouter() throws Exception {
    BgpInstance instance =
        new BgpInstance("router", 65000, IpAddress.parse("10.0.0.1"), OptionalInt.of(0));
    BgpSession session =
        BgpSession.builder(instance, "node", NODE)
            .localAddress(ROUTER)
            .peerAsn(65001)
            .passive(true)
            .gracefulRestart(new GracefulRestart(true, 60))
            .timers(TIMERS)
            .build();
    TreeMap<TargetId, DesiredTarget> targets = new TreeMap<>();
    targets.put(session.id(), new DesiredTarget(session, RouteTable.EMPTY));
    router.retarget(targets);
    Awaitility.await().until(() -> router.boundPort("router").isPresent());
    target =
        BgpSession.builder(
                new BgpInstance("node", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.empty()),
                "router",
                ROUTER)
            .localAddress(NODE)
            .peerPort(router.boundPort("router").getAsInt())
            .peerAsn(65000)
            .gracefulRestart(new GracefulRestart(true, 60))
            .timers(TIMERS)
            .build();
  }

  @AfterEach
  void stopRouter() throws InterruptedException {
    router.stop(StopIntent.WITHDRAW);
  }

  @Override
  protected AnnouncerFactory<Config> factory() {
    return new GenericBgpAnnouncerFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of();
  }

  @Override
  protected World world() {
    return world;
  }

  @Override
  protected TargetSpec target() {
    return target;
  }

  @Override
  protected Optional<Route> unacceptable() {
    Path ipv6NextHop =
        new Path(
            java.util.List.of(
                new io.readback.spi.route.NextHop.Address(IpAddress.parse("2001:db8::9"))),
            PathAttributes.NONE);
    return Optional.of(new Route(IpPrefix.parse("203.0.113.9/32"), ipv6NextHop));
  }

  /**
   * The router's table as RFC 4724 has it kept: a peer that leaves without NOTIFICATION is expected
   * back.
   */
  private final class RouterWorld implements World {
    private RouteTable last = RouteTable.EMPTY;
    private long changes;

    @Override
    public RouteTable routes(TargetId id) {
      TargetStatus status;
      try {
        status = router.status().get(0);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      SessionStatus session = status.session().orElseThrow();
      boolean expectedBack =
          session.state() != SessionState.ESTABLISHED
              && session.lastError().map(e -> e.cause() == Cause.CONNECTION_LOST).orElse(false);
      if (!expectedBack) {
        RouteTable now = table(status.received());
        if (!now.equals(last)) {
          changes++;
        }
        last = now;
      }
      return last;
    }

    private RouteTable table(PrefixMap<ReceivedRoute> received) {
      RouteTable table = RouteTable.EMPTY;
      for (Map.Entry<IpPrefix, ReceivedRoute> e : received) {
        table = table.with(e.getKey(), e.getValue().path());
      }
      return table;
    }

    @Override
    public OptionalLong changes() {
      routes(target.id());
      return OptionalLong.of(changes);
    }
  }
}
