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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** 100,000 Services get their first VIP, out of a pool with a /14. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 15)
public class AllocationBenchmark {
  private static final int SERVICES = 100_000;
  private static final String POOL =
      """
      apiVersion: cilium.io/v2
      kind: CiliumLoadBalancerIPPool
      metadata: {name: pool}
      spec: {blocks: [{cidr: 10.0.0.0/14}]}
      """;

  private ClusterChange filled = new ClusterEdit(ClusterState.EMPTY).change();

  @Setup
  public void fill() {
    ClusterEdit edit = new ClusterEdit(ManifestReader.read(POOL, "bench.yaml").state());
    for (int i = 0; i < SERVICES; i++) {
      edit.put(service(i));
    }
    ClusterChange services = edit.change();
    filled = new ClusterChange(services.state(), services.services(), true);
  }

  private static Service service(int i) {
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
        TrafficPolicy.CLUSTER,
        TrafficPolicy.CLUSTER,
        List.of(AddressFamily.IPV4),
        Optional.empty(),
        Labels.NONE,
        List.of(new ServicePort("", "TCP", 443)),
        List.of(),
        Optional.empty(),
        Origin.UNKNOWN);
  }

  @Benchmark
  public Allocations allocate() {
    return new AddressAllocator(new TreeMap<>()).allocate(filled);
  }
}
