package io.readback.bench.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A folder of manifests: a node, its session, Services of type LoadBalancer with an EndpointSlice
 * each, and one more Service, the probe, whose requested VIP changes.
 */
public final class AgentFolder {
  private final Path folder;
  private final Path draft;
  private final int others;
  private final Layout layout;
  private final String rest;

  private AgentFolder(Path folder, Path draft, int others, Layout layout) {
    this.folder = folder;
    this.draft = draft;
    this.others = others;
    this.layout = layout;
    this.rest = layout == Layout.MANY_FILES ? "" : others();
  }

  /**
   * Writes everything; the probe has address 0.
   *
   * @param others Services beside the probe, at most 60,000
   */
  public static AgentFolder create(Path parent, int others, Layout layout) throws IOException {
    Path folder = Files.createDirectories(parent.resolve("manifests"));
    AgentFolder made = new AgentFolder(folder, parent.resolve("draft.yaml"), others, layout);
    Files.writeString(folder.resolve("cluster.yaml"), CLUSTER);
    if (layout == Layout.MANY_FILES) {
      for (int i = 0; i < others; i++) {
        Files.writeString(folder.resolve("service-%05d.yaml".formatted(i)), other(i));
      }
    } else if (layout == Layout.OWN_FILE) {
      Files.writeString(folder.resolve("services.yaml"), made.rest);
    }
    made.replace(0);
    return made;
  }

  public Path folder() {
    return folder;
  }

  /** Prepares a version in which the probe asks for this address; no reader sees it. */
  public void prepare(int probe) throws IOException {
    String text = probe(probe);
    Files.writeString(draft, layout == Layout.ONE_FILE ? rest + text : text);
  }

  /** Puts the prepared version in the file's place, at once, by rename. */
  public void commit() throws IOException {
    String name = layout == Layout.ONE_FILE ? "services.yaml" : "probe.yaml";
    Files.move(
        draft,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void replace(int probe) throws IOException {
    prepare(probe);
    commit();
  }

  /** The probe's VIP as text, of 198.18.0.0/16. */
  public static String address(int probe) {
    return "198.18." + (probe >> 8) + "." + (probe & 255);
  }

  /** The same as a number. */
  public static int addressNumber(int probe) {
    return 0xc6120000 + probe;
  }

  private String others() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < others; i++) {
      text.append(other(i));
    }
    return text.toString();
  }

  private static String other(int i) {
    return service("service-%05d".formatted(i), "other", "", i + 1);
  }

  private static String probe(int probe) {
    String annotation = ", annotations: {lbipam.cilium.io/ips: \"" + address(probe) + "\"}";
    return service("probe", "probe", annotation, 0);
  }

  private static String service(String name, String bench, String annotations, int number) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: %1$s, namespace: bench, labels: {bench: %2$s}%3$s}
    spec:
      type: LoadBalancer
      clusterIP: 10.96.%4$d.%5$d
      clusterIPs: [10.96.%4$d.%5$d]
      ipFamilies: [IPv4]
      ipFamilyPolicy: SingleStack
      externalTrafficPolicy: Cluster
      selector: {app: %1$s}
      ports: [{name: https, port: 443, protocol: TCP, targetPort: 8443}]
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: %1$s-1, namespace: bench, labels: {kubernetes.io/service-name: %1$s}}
    addressType: IPv4
    endpoints:
      - {addresses: [10.244.%4$d.%5$d], nodeName: n1, conditions: {ready: true}}
    ports: [{name: https, port: 8443, protocol: TCP}]
    """
        .formatted(name, bench, annotations, number >> 8, number & 255);
  }

  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: n1, labels: {kubernetes.io/hostname: n1}}
      status:
        addresses: [{type: InternalIP, address: 172.16.10.11}, {type: Hostname, address: n1}]
        conditions: [{type: Ready, status: "True"}]
      ---
      apiVersion: cilium.io/v2alpha1
      kind: CiliumLoadBalancerIPPool
      metadata: {name: others}
      spec:
        blocks: [{cidr: 10.64.0.0/16}]
        serviceSelector: {matchLabels: {bench: other}}
      ---
      apiVersion: cilium.io/v2alpha1
      kind: CiliumLoadBalancerIPPool
      metadata: {name: probe}
      spec:
        blocks: [{cidr: 198.18.0.0/16}]
        serviceSelector: {matchLabels: {bench: probe}}
      ---
      apiVersion: cilium.io/v2alpha1
      kind: CiliumBGPAdvertisement
      metadata: {name: services, labels: {advertise: bgp}}
      spec:
        advertisements:
          - advertisementType: Service
            service: {addresses: [LoadBalancerIP]}
            selector: {matchExpressions: [{key: bench, operator: Exists}]}
      ---
      apiVersion: cilium.io/v2alpha1
      kind: CiliumBGPPeerConfig
      metadata: {name: tor}
      spec:
        families: [{afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}]
      ---
      apiVersion: cilium.io/v2alpha1
      kind: CiliumBGPClusterConfig
      metadata: {name: tor}
      spec:
        nodeSelector: {matchLabels: {kubernetes.io/hostname: n1}}
        bgpInstances:
          - name: bench
            localASN: 65001
            peers:
              - {name: tor, peerASN: 65000, peerAddress: 172.16.10.1, peerConfigRef: {name: tor}}
      """;
}
