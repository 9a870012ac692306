package io.readback.app.cli;

import io.readback.app.document.ConditionRow;
import io.readback.app.document.Documents;
import io.readback.app.document.DrainRow;
import io.readback.app.document.EventRow;
import io.readback.app.document.ExplainDocument;
import io.readback.app.document.PeerRow;
import io.readback.app.document.PlanBasisDocument;
import io.readback.app.document.PluginRow;
import io.readback.app.document.PoolRow;
import io.readback.app.document.ProblemRow;
import io.readback.app.document.RoutePolicyRow;
import io.readback.app.document.RouteRow;
import io.readback.app.document.ServiceRow;
import io.readback.app.document.SessionRow;
import io.readback.app.document.VerifyRow;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.observe.SessionDump;
import java.math.BigInteger;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/** Documents of an agent that exists only in a test. */
final class FakeDocuments implements Documents {
  /** More than fits the queue of a connection. */
  static final int TABLE_RECORDS = 40_000;

  private static final byte[] RECORD = new byte[100];

  volatile String verdict = "verified";
  volatile boolean dumpEnded;
  volatile boolean drained;
  volatile boolean ready = true;
  volatile PlanBasisDocument basis =
      new PlanBasisDocument(
          "berlin-1",
          true,
          null,
          false,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  /** Becomes ready after it was asked so often; 0: never by itself. */
  volatile int readyAfterQuestions;

  @Override
  public synchronized boolean ready() {
    if (!ready && readyAfterQuestions > 0) {
      readyAfterQuestions--;
      ready = readyAfterQuestions == 0;
      return false;
    }
    return ready;
  }

  @Override
  public List<ServiceRow> services() {
    return List.of(
        new ServiceRow(
            "web",
            "shop",
            "LoadBalancer",
            List.of(new ServiceRow.VipRow("172.16.90.2", "example-pool")),
            List.of(new ConditionRow("cilium.io/IPAMRequestSatisfied", "True", "satisfied", "")),
            verdict));
  }

  @Override
  public List<PoolRow> pools() {
    return List.of(
        new PoolRow(
            "example-pool",
            "cilium",
            List.of(new PoolRow.BlockRow("172.16.90.2", "172.16.90.254")),
            BigInteger.valueOf(253),
            BigInteger.ONE,
            BigInteger.valueOf(252),
            List.of()));
  }

  @Override
  public List<PeerRow> peers() {
    return List.of(
        new PeerRow(
            "berlin-1",
            "cloudfleet",
            "unifi",
            "172.16.10.1",
            179,
            65001,
            65000,
            "established",
            3725L,
            List.of(new PeerRow.FamilyRow("ipv4", "unicast", 0L, 0L, 3L)),
            null,
            List.of(drain(List.of())),
            session()));
  }

  private static DrainRow drain(List<String> sessions) {
    return new DrainRow(
        "node",
        "berlin-1",
        "draining",
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:30Z",
        "node berlin-1 is annotated with readback.io/drain",
        "remove the annotation from the Node",
        sessions);
  }

  @Override
  public List<DrainRow> drains() {
    return drained ? List.of(drain(List.of("cloudfleet/unifi"))) : List.of();
  }

  private static SessionRow session() {
    return new SessionRow(
        "10.0.0.1",
        new SessionRow.TimersRow(9, 3, 90, 30, 5, 480),
        new SessionRow.ConnectionRow("172.16.10.11", 40001, "172.16.10.1", 179, true),
        new SessionRow.ProtectionRow("tcp-md5", 255, 255),
        new SessionRow.CapabilitiesRow(
            List.of(new SessionRow.CapabilityRow(1, "multiprotocol", "ipv4-unicast")),
            List.of(new SessionRow.CapabilityRow(199, "capability 199", "0102"))),
        new SessionRow.RestartRow(true, true, 120, 120, false, 0),
        new SessionRow.MessagesRow(
            new SessionRow.CountsRow(1, 2, 0, 100, 0, 2100),
            new SessionRow.CountsRow(1, 1, 0, 101, 0, 2050)),
        0,
        2,
        "2026-01-01T00:00:00Z",
        new SessionRow.ErrorRow(
            "2026-01-01T00:00:00Z", "hold-timer-expired", "nothing was heard", "sent", ""),
        new SessionRow.BfdRow(
            "up",
            "no diagnostic",
            "up",
            "no diagnostic",
            false,
            300,
            900,
            "2026-01-01T00:00:00Z",
            1,
            100,
            99,
            0,
            "none",
            0,
            0,
            null),
        new SessionRow.ActivityRow(
            "2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:02Z", 3, 1, 0));
  }

  @Override
  public List<EventRow> events(Optional<String> peer) {
    return List.of(
        new EventRow(
            "berlin-1",
            "cloudfleet",
            peer.orElse("unifi"),
            7,
            "2026-01-01T00:00:00Z",
            "established",
            "idle",
            "notif-msg",
            "received NOTIFICATION 6/2 Administrative Shutdown",
            "received",
            "ffffffffffffffffffffffffffffffff0015030602"));
  }

  @Override
  public List<RouteRow> routes(
      RouteView view, Optional<String> peer, Optional<AddressFamily> family) {
    return List.of(
        new RouteRow(
            "cloudfleet",
            view == RouteView.AVAILABLE ? null : peer.orElse("unifi"),
            "172.16.90.2/32",
            "0.0.0.0",
            "igp",
            "",
            null,
            null,
            List.of("65000:1"),
            List.of(),
            List.of(),
            12L));
  }

  @Override
  public SessionDump dump(String peer) {
    if (!peer.equals("unifi")) {
      throw new NoSuchElementException("this node has no session with '" + peer + "'");
    }
    return new SessionDump() {
      @Override
      public Recording begin(Consumer<byte[]> sink) {
        for (byte record = 1; record <= 3; record++) {
          sink.accept(new byte[] {record, record, record, record});
        }
        return () -> dumpEnded = true;
      }

      @Override
      public Optional<Iterator<byte[]>> table(Table table) {
        return table == Table.ADVERTISED
            ? Optional.of(Collections.nCopies(TABLE_RECORDS, RECORD).iterator())
            : Optional.empty();
      }
    };
  }

  @Override
  public List<RoutePolicyRow> routePolicies() {
    return List.of();
  }

  @Override
  public List<VerifyRow> verify(Optional<ServiceRef> service) {
    service
        .filter(s -> !s.toString().equals("web/shop"))
        .ifPresent(
            s -> {
              throw new NoSuchElementException("there is no Service " + s);
            });
    return List.of(
        new VerifyRow(
            "web",
            "shop",
            "172.16.90.2",
            "tor-rack-1",
            verdict,
            verdict.equals("verified") ? "" : "FILTERED",
            verdict.equals("verified") ? "installed with 1 of 1 next hops" : "filtered by policy",
            List.of("172.16.10.11"),
            List.of("172.16.10.11"),
            List.of(
                new VerifyRow.VantageRow(
                    "installed", true, "tor-rack-1/frr", "2026-01-01T00:00:00Z"))));
  }

  @Override
  public ExplainDocument explain(ServiceRef service) {
    boolean fine = verdict.equals("verified");
    return new ExplainDocument(
        service.toString(),
        List.of(
            new ExplainDocument.StepRow("vip", "ok", "172.16.90.2", "from pool example-pool", ""),
            new ExplainDocument.StepRow(
                "received",
                fine ? "ok" : "failed",
                "tor-rack-1",
                "a prefix-list refuses it",
                fine ? "" : "look at it"),
            new ExplainDocument.StepRow(
                "installed", fine ? "ok" : "skipped", "tor-rack-1", "", "")));
  }

  @Override
  public List<PluginRow> plugins() {
    return List.of();
  }

  @Override
  public PlanBasisDocument planBasis() {
    return basis;
  }

  @Override
  public List<ProblemRow> problems() {
    return List.of();
  }
}
