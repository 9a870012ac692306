package io.readback.bgp.session;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** Two speakers on loopback: a router that listens and a speaker that dials it. */
final class SpeakerPair implements AutoCloseable {
  static final IpAddress ROUTER = IpAddress.parse("127.0.0.1");
  static final IpAddress SPEAKER = IpAddress.parse("127.0.0.2");
  static final BgpTimers TIMERS = new BgpTimers(1, 9, 3);

  final BgpSpeaker router = BgpSpeaker.builder().threadName("router").build();
  final BgpSpeaker speaker = BgpSpeaker.builder().threadName("speaker").build();
  BgpSession routerSession;
  BgpSession speakerSession;

  private final IpAddress routerAddress;
  private final IpAddress speakerAddress;
  private final long routerAsn;
  private final long speakerAsn;

  SpeakerPair(long speakerAsn, long routerAsn) throws Exception {
    this(speakerAsn, routerAsn, SPEAKER, ROUTER);
  }

  SpeakerPair(long speakerAsn, long routerAsn, IpAddress speakerAddress, IpAddress routerAddress)
      throws Exception {
    this.speakerAsn = speakerAsn;
    this.routerAsn = routerAsn;
    this.speakerAddress = speakerAddress;
    this.routerAddress = routerAddress;
  }

  void start(RouteTable routes) throws Exception {
    start(routes, b -> b, b -> b);
  }

  void start(
      RouteTable routes,
      UnaryOperator<BgpSession.Builder> ofSpeaker,
      UnaryOperator<BgpSession.Builder> ofRouter)
      throws Exception {
    BgpInstance routerInstance =
        new BgpInstance("router", routerAsn, IpAddress.parse("10.0.0.1"), OptionalInt.of(0));
    routerSession =
        ofRouter
            .apply(
                BgpSession.builder(routerInstance, "speaker", speakerAddress)
                    .localAddress(routerAddress)
                    .peerAsn(speakerAsn)
                    .timers(TIMERS)
                    .passive(true))
            .build();
    router.retarget(targets(routerSession, RouteTable.EMPTY));
    Awaitility.await().until(() -> router.boundPort("router").isPresent());
    BgpInstance instance =
        new BgpInstance("speaker", speakerAsn, IpAddress.parse("10.0.0.2"), OptionalInt.empty());
    speakerSession =
        ofSpeaker
            .apply(
                BgpSession.builder(instance, "router", routerAddress)
                    .localAddress(speakerAddress)
                    .peerPort(router.boundPort("router").getAsInt())
                    .peerAsn(routerAsn)
                    .timers(TIMERS))
            .build();
    announce(routes);
  }

  void announce(RouteTable routes) throws Exception {
    speaker.retarget(targets(speakerSession, routes));
  }

  static SortedMap<TargetId, DesiredTarget> targets(BgpSession session, RouteTable routes) {
    SortedMap<TargetId, DesiredTarget> targets = new TreeMap<>();
    targets.put(session.id(), new DesiredTarget(session, routes));
    return targets;
  }

  TargetStatus atRouter() throws InterruptedException {
    return only(router.status());
  }

  TargetStatus atSpeaker() throws InterruptedException {
    return only(speaker.status());
  }

  SessionStatus routerStatus() throws InterruptedException {
    return atRouter().session().orElseThrow();
  }

  SessionStatus speakerStatus() throws InterruptedException {
    return atSpeaker().session().orElseThrow();
  }

  private static TargetStatus only(List<TargetStatus> all) {
    return all.get(0);
  }

  void awaitEstablished() {
    await(() -> speakerStatus().state() == SessionState.ESTABLISHED);
    await(() -> routerStatus().state() == SessionState.ESTABLISHED);
  }

  static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(6))
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  /** {@code count} host routes of ours from 10.1.0.0 on. */
  static RouteTable hostRoutes(int count) {
    RouteTable table = RouteTable.EMPTY;
    Path path = Path.self(PathAttributes.NONE);
    for (int i = 0; i < count; i++) {
      table = table.with(IpPrefix.of(IpAddress.ofIpv4(0x0a010000 + i), 32), path);
    }
    return table;
  }

  static RouteTable table(String... prefixes) {
    RouteTable table = RouteTable.EMPTY;
    for (String p : prefixes) {
      table = table.with(IpPrefix.parse(p), Path.self(PathAttributes.NONE));
    }
    return table;
  }

  static List<AddressFamily> both() {
    return List.of(AddressFamily.IPV4, AddressFamily.IPV6);
  }

  @Override
  public void close() {
    try {
      speaker.stop(StopIntent.WITHDRAW);
      router.stop(StopIntent.WITHDRAW);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
