package io.readback.example.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedMinimalTest {
  @TempDir Path manifests;

  @Test
  void main_folderWithAService_printsItsAddressAndWhatIsKnownOfIt() throws Exception {
    // port 1 of loopback: nobody answers, nothing leaves this machine
    Files.writeString(
        manifests.resolve("cluster.yaml"),
        """
        apiVersion: cilium.io/v2alpha1
        kind: CiliumLoadBalancerIPPool
        metadata: {name: pool}
        spec: {blocks: [{start: 203.0.113.10, stop: 203.0.113.20}]}
        ---
        apiVersion: cilium.io/v2alpha1
        kind: CiliumBGPAdvertisement
        metadata: {name: vips, labels: {advertise: bgp}}
        spec:
          advertisements:
            - advertisementType: Service
              service: {addresses: [LoadBalancerIP]}
              selector: {matchExpressions: [{key: none, operator: DoesNotExist}]}
        ---
        apiVersion: cilium.io/v2alpha1
        kind: CiliumBGPPeerConfig
        metadata: {name: peer}
        spec:
          transport: {peerPort: 1}
          families: [{afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}]
        ---
        apiVersion: cilium.io/v2alpha1
        kind: CiliumBGPClusterConfig
        metadata: {name: tor}
        spec:
          bgpInstances:
            - name: main
              localASN: 64512
              peers: [{name: tor, peerASN: 64513, peerAddress: 127.0.0.1, peerConfigRef: {name: peer}}]
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: node-1}
        status: {addresses: [{type: InternalIP, address: 127.0.0.1}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: echo, namespace: web}
        spec: {type: LoadBalancer, clusterIP: 10.96.0.10, ports: [{port: 80}]}
        """);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    Thread program =
        new Thread(
            () -> {
              try {
                EmbedMinimal.main(new String[] {manifests.toString(), "node-1"});
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    program.setDaemon(true);
    program.start();
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(out.toString(StandardCharsets.UTF_8))
                      .contains("web/echo 203.0.113.10 at 127.0.0.1: unknown NO_ROUTER"));
    } finally {
      program.interrupt();
      System.setOut(before);
    }
  }
}
