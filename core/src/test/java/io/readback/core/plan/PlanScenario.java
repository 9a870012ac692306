package io.readback.core.plan;

import io.readback.core.allocate.AddressAllocator;
import io.readback.core.allocate.Allocations;
import io.readback.core.manifest.ManifestSet;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.Drain;
import io.readback.core.model.HostFacts;
import io.readback.core.model.Problem;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.target.BgpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Manifests in, short texts of routes out, through the allocator and planner as they run. */
final class PlanScenario {
  private final ManifestSet manifests = new ManifestSet();
  private final Map<String, String> texts = new HashMap<>();
  private final AddressAllocator allocator = new AddressAllocator(new TreeMap<>());
  private final RoutePlanner planner;
  ClusterPlan plan = ClusterPlan.EMPTY;
  Allocations allocations = Allocations.EMPTY;
  ClusterChange change = manifests.take();

  PlanScenario() {
    this(RoutePlanner.Options.DEFAULT);
  }

  PlanScenario(RoutePlanner.Options options) {
    planner = new RoutePlanner(options);
  }

  /** The manifests of the guide. */
  static PlanScenario guide() {
    return example("guide");
  }

  /** The manifests of a folder of examples. */
  static PlanScenario example(String name) {
    PlanScenario scenario = new PlanScenario();
    Path folder = Path.of("..", "examples", "manifests", name);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        scenario.put(file.getFileName().toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return scenario.apply();
  }

  /** Puts a file of manifests, which replaces one of the same name. */
  PlanScenario put(String file, String text) {
    texts.put(file, text);
    manifests.put(file, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  PlanScenario remove(String file) {
    manifests.remove(file);
    return this;
  }

  /** What the machine says that this node runs on. */
  PlanScenario host(String node, HostFacts facts) {
    planner.host(node, facts);
    return this;
  }

  /** The agent of a node is about to stop; counts from the next plan on. */
  void leave(String node, Duration patience, String reason) {
    planner.leave(node, new Drain(patience), reason);
  }

  PlanScenario apply() {
    return apply(Instant.MIN);
  }

  /** Takes what was put, at a moment. */
  PlanScenario apply(Instant now) {
    change = manifests.take();
    allocations = allocator.allocate(change);
    plan = planner.plan(change, allocations, now);
    return this;
  }

  /** Lets time pass. */
  void pass(Instant now) {
    plan =
        planner.plan(
            new ClusterChange(change.state(), Collections.emptySortedSet(), false),
            allocations,
            now);
  }

  Optional<Instant> nextDrain() {
    return planner.nextDrain();
  }

  /** What was put as this file last. */
  String text(String file) {
    return texts.getOrDefault(file, "");
  }

  List<Problem> manifestProblems() {
    return manifests.problems();
  }

  /** The routes of all targets of a node: {@code peer prefix attributes}. */
  List<String> routes(String node) {
    List<String> out = new ArrayList<>();
    plan.node(node)
        .targets()
        .values()
        .forEach(
            t ->
                t.desired()
                    .routes()
                    .forEach(
                        r ->
                            out.add(
                                t.id().name() + " " + r.prefix() + text(r.path().attributes()))));
    return out;
  }

  private static String text(PathAttributes attributes) {
    StringBuilder out = new StringBuilder();
    attributes.localPref().ifPresent(p -> out.append(" pref ").append(p));
    attributes.communities().forEach(c -> out.append(' ').append(c));
    attributes.largeCommunities().forEach(c -> out.append(' ').append(c));
    return out.toString();
  }

  BgpSession session(String node) {
    return plan.node(node).targets().values().iterator().next().session();
  }

  /** What a router should hold: {@code prefix: next hops}. */
  List<String> expectedAt(String... router) {
    List<String> out = new ArrayList<>();
    plan.expectedAt(Stream.of(router).map(IpAddress::parse).toList())
        .routes()
        .forEach(
            e ->
                out.add(
                    e.getKey()
                        + ": "
                        + e.getValue().nextHops().stream()
                            .map(IpAddress::toString)
                            .collect(Collectors.joining(" "))));
    return out;
  }

  /** The reasons for one address of a Service: {@code node reason} or {@code node prefix}. */
  List<String> decisions(String service, String address) {
    return plan.service(ServiceRef.parse(service)).orElseThrow().addresses().stream()
        .filter(a -> a.address().toString().equals(address))
        .flatMap(a -> a.decisions().stream())
        .map(d -> d.node() + " " + d.reason().map(Enum::name).orElse(d.prefixes().toString()))
        .toList();
  }
}
