package io.readback.app.agent;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.readback.core.engine.AnnouncerStatus;
import io.readback.core.engine.EngineStatus;
import io.readback.core.model.Problem;
import io.readback.core.plan.DrainPhase;
import io.readback.core.plan.SessionDrain;
import io.readback.core.verdict.RouteVerdict;
import io.readback.core.verdict.VerdictKind;
import io.readback.spi.observe.FamilyCounts;
import io.readback.spi.observe.Measure;
import io.readback.spi.observe.SessionDetail;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.TargetKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** An engine's status as Prometheus metrics, taken anew at each scrape. */
final class StatusMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Supplier<EngineStatus> engine;
  private final MultiGauge verdicts;
  private final MultiGauge sessions;
  private final MultiGauge advertised;
  private final MultiGauge received;
  private final MultiGauge changed;
  private final MultiGauge hold;
  private final MultiGauge sendQueue;
  private final MultiGauge bfdUp;
  private final MultiGauge answering;
  private final SessionMetrics counters = new SessionMetrics(registry);
  private final LiveGauges gauges = new LiveGauges(registry);
  private final MultiGauge poolTotal;
  private final MultiGauge poolUsed;

  StatusMetrics(Supplier<EngineStatus> engine) {
    this.engine = engine;
    verdicts = gauge("readback.verdicts", "Addresses by verdict, summed over routers");
    sessions = gauge("readback.bgp.session.up", "1 while the session is established");
    advertised = gauge("readback.bgp.advertised.routes", "Routes written to the session");
    received = gauge("readback.bgp.received.routes", "Routes received on the session");
    changed =
        gauge(
            "readback.bgp.session.changed.timestamp.seconds",
            "When the state of the session changed last");
    hold = gauge("readback.bgp.session.hold.seconds", "Negotiated hold time");
    sendQueue = gauge("readback.bgp.send.queue.bytes", "Written and not yet taken by the kernel");
    bfdUp = gauge("readback.bfd.session.up", "1 while BFD beside the session is up");
    answering = gauge("readback.link.answering", "VIPs that this node answers for on the link");
    poolTotal = gauge("readback.pool.addresses", "Addresses of the pool");
    poolUsed = gauge("readback.pool.addresses.used", "Addresses of the pool that Services hold");
    Gauge.builder("readback.synced", () -> engine.get().synced() ? 1 : 0)
        .description("1 once the sources were read completely")
        .register(registry);
    Gauge.builder("readback.problems", () -> errors(engine.get()))
        .description("Errors in manifests and settings")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  private MultiGauge gauge(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  private static long errors(EngineStatus status) {
    return status.problems().stream().filter(p -> p.severity() == Problem.Severity.ERROR).count();
  }

  /** The metrics in Prometheus' text format. One scrape at a time. */
  synchronized String scrape() {
    EngineStatus status = engine.get();
    verdicts.register(
        Arrays.stream(VerdictKind.values())
            .map(kind -> row(Tags.of("verdict", kind.toString()), count(status, kind)))
            .toList(),
        true);
    List<MultiGauge.Row<?>> up = new ArrayList<>();
    List<MultiGauge.Row<?>> out = new ArrayList<>();
    List<MultiGauge.Row<?>> in = new ArrayList<>();
    List<MultiGauge.Row<?>> changes = new ArrayList<>();
    List<MultiGauge.Row<?>> holds = new ArrayList<>();
    List<MultiGauge.Row<?>> queues = new ArrayList<>();
    List<MultiGauge.Row<?>> bfds = new ArrayList<>();
    List<MultiGauge.Row<?>> answers = new ArrayList<>();
    counters.begin();
    gauges.begin();
    drains(status);
    for (AnnouncerStatus announcer : status.announcers().values()) {
      announcer
          .observation()
          .ifPresent(
              o -> {
                o.measures().forEach(m -> measure(announcer.name(), m));
                for (TargetStatus t : o.targets()) {
                  t.link()
                      .ifPresent(
                          l -> {
                            Tags link = Tags.of("group", t.id().owner(), "link", t.id().name());
                            answers.add(row(link, l.answering()));
                            counters.link(link, l);
                          });
                  if (t.id().kind() != TargetKind.BGP_SESSION) {
                    continue;
                  }
                  Tags tags = Tags.of("instance", t.id().owner(), "peer", t.id().name());
                  boolean established =
                      t.session().map(s -> s.state() == SessionState.ESTABLISHED).orElse(false);
                  up.add(row(tags, established ? 1 : 0));
                  out.add(row(tags, t.advertised().size()));
                  in.add(row(tags, t.received().size()));
                  t.session()
                      .ifPresent(
                          s -> {
                            counters.session(tags, s.detail());
                            session(tags, s);
                            s.detail()
                                .lastStateChange()
                                .ifPresent(at -> changes.add(row(tags, at.toEpochMilli() / 1e3)));
                            holds.add(row(tags, s.holdTime()));
                            queues.add(row(tags, s.detail().sendQueue()));
                            s.detail().bfd().ifPresent(b -> bfds.add(row(tags, b.isUp() ? 1 : 0)));
                          });
                }
              });
    }
    sessions.register(up, true);
    advertised.register(out, true);
    received.register(in, true);
    changed.register(changes, true);
    hold.register(holds, true);
    sendQueue.register(queues, true);
    bfdUp.register(bfds, true);
    answering.register(answers, true);
    counters.end();
    gauges.end();
    poolTotal.register(
        status.allocations().pools().values().stream()
            .map(p -> row(Tags.of("pool", p.name()), p.total().doubleValue()))
            .toList(),
        true);
    poolUsed.register(
        status.allocations().pools().values().stream()
            .map(p -> row(Tags.of("pool", p.name()), p.used().doubleValue()))
            .toList(),
        true);
    return registry.scrape();
  }

  private void measure(String announcer, Measure measure) {
    Tags tags = Tags.of("announcer", announcer);
    for (Map.Entry<String, String> label : measure.labels().entrySet()) {
      tags = tags.and(label.getKey(), label.getValue());
    }
    switch (measure.kind()) {
      case COUNTER -> counters.set(measure.name(), tags, measure.description(), measure.value());
      case GAUGE -> gauges.set(measure.name(), measure.description(), tags, measure.value());
    }
  }

  private void session(Tags tags, SessionStatus session) {
    for (SessionState state : SessionState.values()) {
      gauges.set(
          "readback.bgp.session.state",
          "1 for the state that the session is in, 0 for the others",
          tags.and("state", state.toString()),
          session.state() == state ? 1 : 0);
    }
    for (FamilyCounts counts : session.families()) {
      gauges.set(
          "readback.bgp.accepted.routes",
          "Routes received on the session that policy accepts",
          tags.and("family", counts.family().toString().toLowerCase(Locale.ROOT)),
          counts.accepted());
    }
    SessionDetail.Activity activity = session.detail().activity();
    lastMessage(tags.and("direction", "received"), activity.lastReceived());
    lastMessage(tags.and("direction", "sent"), activity.lastSent());
  }

  private void lastMessage(Tags tags, Optional<Instant> at) {
    at.ifPresent(
        moment ->
            gauges.set(
                "readback.bgp.last.message.timestamp.seconds",
                "When the last message passed",
                tags,
                moment.toEpochMilli() / 1e3));
  }

  /** How many sessions and Services are drained, by what asked for it. */
  private void drains(EngineStatus status) {
    Map<List<String>, Integer> counts = new TreeMap<>(Comparator.comparing(List::toString));
    for (SessionDrain.What what : SessionDrain.What.values()) {
      for (DrainPhase phase : List.of(DrainPhase.DRAINING, DrainPhase.DRAINED)) {
        counts.put(List.of(word(what), word(phase)), 0);
      }
    }
    status.nodePlan().targets().values().stream()
        .flatMap(t -> t.drain().stream())
        .forEach(d -> counts.merge(List.of(word(d.what()), word(d.phase())), 1, Integer::sum));
    status
        .plan()
        .serviceDrains(status.node())
        .forEach(
            d ->
                counts.merge(
                    List.of(word(d.drain().what()), word(d.drain().phase())), 1, Integer::sum));
    counts.forEach(
        (of, count) ->
            gauges.set(
                "readback.drains",
                "Sessions (of an agent, a node or a peer) and Services that are drained",
                Tags.of("what", of.get(0), "phase", of.get(1)),
                count));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static MultiGauge.Row<?> row(Tags tags, double value) {
    return MultiGauge.Row.of(tags, value);
  }

  private static long count(EngineStatus status, VerdictKind kind) {
    return status.verdicts().rows().stream().map(RouteVerdict::kind).filter(k -> k == kind).count();
  }
}
