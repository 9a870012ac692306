package io.readback.bench;

import io.readback.core.allocate.AddressAllocator;
import io.readback.core.allocate.Allocations;
import io.readback.core.manifest.ManifestReader;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterEdit;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Labels;
import io.readback.core.model.Origin;
import io.readback.core.model.Service;
import io.readback.core.model.ServicePort;
import io.readback.core.model.ServiceRef;
import io.readback.core.model.TrafficPolicy;
import io.readback.core.plan.ClusterPlan;
import io.readback.core.plan.RoutePlanner;
import io.readback.spi.net.AddressFamily;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One Service changes its traffic policy among others: allocation and plan of three nodes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ServiceChangeBenchmark {
  private static final String CONFIGURATION =
      """
      apiVersion: cilium.io/v2
      kind: CiliumLoadBalancerIPPool
      metadata: {name: pool}
      spec: {blocks: [{cidr: 10.0.0.0/14}]}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumBGPAdvertisement
      metadata: {name: all, labels: {advertise: bgp}}
      spec:
        advertisements:
          - advertisementType: Service
            service: {addresses: [LoadBalancerIP]}
            selector: {matchExpressions: [{key: never, operator: DoesNotExist}]}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumBGPPeerConfig
      metadata: {name: router}
      spec: {families: [{afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}]}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumBGPClusterConfig
      metadata: {name: rack}
      spec:
        bgpInstances:
          - name: cluster
            localASN: 65001
            peers: [{name: router, peerASN: 65000, peerAddress: 192.0.2.1, peerConfigRef: {name: router}}]
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: n1}
      status: {addresses: [{type: InternalIP, address: 192.0.2.11}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: n2}
      status: {addresses: [{type: InternalIP, address: 192.0.2.12}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: n3}
      status: {addresses: [{type: InternalIP, address: 192.0.2.13}]}
      """;

  @Param({"10", "10000", "100000"})
  private int services;

  private final AddressAllocator allocator = new AddressAllocator(new TreeMap<>());
  private final RoutePlanner planner = new RoutePlanner(RoutePlanner.Options.DEFAULT);
  private ClusterState state = ClusterState.EMPTY;
  private boolean local;

  @Setup
  public void fill() {
    state = ManifestReader.read(CONFIGURATION, "bench.yaml").state();
    ClusterEdit edit = new ClusterEdit(state);
    for (int i = 0; i < services; i++) {
      edit.put(service(i, TrafficPolicy.CLUSTER));
    }
    ClusterChange filled = edit.change();
    state = filled.state();
    step(new ClusterChange(state, filled.services(), true));
  }

  private static Service service(int i, TrafficPolicy policy) {
    return new Service(
        new ServiceRef("web", "s" + i),
        Service.LOAD_BALANCER,
        Labels.NONE,
        Labels.NONE,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        policy,
        TrafficPolicy.CLUSTER,
        List.of(AddressFamily.IPV4),
        Optional.empty(),
        Labels.NONE,
        List.of(new ServicePort("", "TCP", 443)),
        List.of(),
        Optional.empty(),
        Origin.UNKNOWN);
  }

  private ClusterPlan step(ClusterChange change) {
    Allocations allocations = allocator.allocate(change);
    return planner.plan(change, allocations);
  }

  /** From a changed Service to the plan of all nodes. */
  @Benchmark
  public ClusterPlan change() {
    local = !local;
    Service changed = service(services / 2, local ? TrafficPolicy.LOCAL : TrafficPolicy.CLUSTER);
    ClusterEdit edit = new ClusterEdit(state);
    edit.put(changed);
    ClusterChange change = edit.change();
    state = change.state();
    return step(change);
  }
}
