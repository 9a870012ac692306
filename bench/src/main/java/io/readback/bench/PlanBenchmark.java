package io.readback.bench;

import io.readback.core.diff.ClusterPicture;
import io.readback.core.diff.PlanComparison;
import io.readback.core.diff.PlanDiff;
import io.readback.core.diff.PlanTrial;
import io.readback.core.manifest.ManifestReader;
import io.readback.core.manifest.ManifestReader.Manifests;
import io.readback.core.plan.RoutePlanner;
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

/**
 * A plan of Services against as many, on three nodes, from manifests that are read: both sides are
 * allocated, planned and compared. A community changes, so that every route does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class PlanBenchmark {
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
            selector: {}
            attributes: {communities: {standard: ["65001:1"]}}
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
      """;
  private static final String NODE =
      "apiVersion: v1\nkind: Node\nmetadata: {name: n%1$d}\n"
          + "status: {addresses: [{type: InternalIP, address: 192.0.2.%1$d}]}\n---\n";
  private static final String SERVICE =
      "apiVersion: v1\nkind: Service\nmetadata: {name: s%d, namespace: web}\n"
          + "spec: {type: LoadBalancer, ipFamilies: [IPv4], ports: [{port: 443}]}\n---\n";

  @Param({"100", "10000"})
  private int services;

  private Manifests before = ManifestReader.read("", "before.yaml");
  private Manifests after = before;

  @Setup
  public void read() {
    StringBuilder text = new StringBuilder(CONFIGURATION);
    for (int i = 11; i <= 13; i++) {
      text.append(String.format(NODE, i));
    }
    for (int i = 0; i < services; i++) {
      text.append(String.format(SERVICE, i));
    }
    before = ManifestReader.read(text.toString(), "before.yaml");
    after = ManifestReader.read(text.toString().replace("65001:1", "65001:2"), "after.yaml");
  }

  /** From what was read to what would change. */
  @Benchmark
  public PlanDiff plan() {
    PlanTrial trial = new PlanTrial(new TreeMap<>(), RoutePlanner.Options.DEFAULT);
    ClusterPicture from = trial.take(before.state(), before.problems());
    return PlanComparison.of(from, trial.take(after.state(), after.problems()));
  }
}
