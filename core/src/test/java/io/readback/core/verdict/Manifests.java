package io.readback.core.verdict;

/** Manifests that tests put together; one line each where that is readable. */
public final class Manifests {
  public static final String POOL =
      """
      apiVersion: cilium.io/v2
      kind: CiliumLoadBalancerIPPool
      metadata: {name: pool}
      spec: {blocks: [{cidr: 172.16.90.0/24}]}""";

  public static final String ADVERTISEMENT =
      """
      apiVersion: cilium.io/v2
      kind: CiliumBGPAdvertisement
      metadata: {name: services, labels: {advertise: bgp}}
      spec:
        advertisements:
          - advertisementType: PodCIDR
          - advertisementType: Service
            service: {addresses: [LoadBalancerIP]}
            selector: {matchExpressions: [{key: never, operator: NotIn, values: [used]}]}""";

  public static final String PEER_CONFIG =
      """
      apiVersion: cilium.io/v2
      kind: CiliumBGPPeerConfig
      metadata: {name: tor}
      spec:
        families:
          - {afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}""";

  public static final String CLUSTER_CONFIG =
      """
      apiVersion: cilium.io/v2
      kind: CiliumBGPClusterConfig
      metadata: {name: rack-1}
      spec:
        nodeSelector: {matchLabels: {rack: "1"}}
        bgpInstances:
          - name: fleet
            localASN: 65001
            peers: [{name: tor, peerASN: 65000, peerAddress: 172.16.10.1, peerConfigRef: {name: tor}}]""";

  public static final String ROUTER =
      """
      apiVersion: readback.io/v1alpha1
      kind: Router
      metadata: {name: tor-rack-1}
      spec:
        address: 172.16.10.1
        interval: 10s
        lookingGlasses:
          - type: frr
            ssh: {host: 172.16.10.1, user: readback, hostKey: "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                  secretRef: {namespace: kube-system, name: tor-ssh}}""";

  public static final String NODES =
      String.join("\n---\n", node(1, "1"), node(2, "1"), node(3, "1"), node(9, "9"));

  private Manifests() {}

  /** Node {@code berlin-N} with the address 172.16.10.1N in a rack. */
  public static String node(int n, String rack) {
    return """
        apiVersion: v1
        kind: Node
        metadata: {name: berlin-%1$d, labels: {rack: "%2$s"}}
        spec: {podCIDR: 10.244.%1$d.0/24, podCIDRs: [10.244.%1$d.0/24]}
        status: {addresses: [{type: InternalIP, address: 172.16.10.1%1$d}]}"""
        .formatted(n, rack);
  }

  /** A LoadBalancer Service {@code web/NAME} with more fields of its spec. */
  public static String service(String name, String policy, String more) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s, namespace: web, labels: {app: %1$s}}
        spec:
          type: LoadBalancer
          clusterIP: 10.96.0.%2$d
          clusterIPs: [10.96.0.%2$d]
          ipFamilies: [IPv4]
          externalTrafficPolicy: %3$s
          selector: {app: %1$s}
          ports: [{port: 80, protocol: TCP}]
          %4$s"""
        .formatted(name, name.charAt(0) % 200, policy, more);
  }

  /**
   * The endpoints of {@code web/NAME}: one on each node, ready where the node has no minus sign.
   */
  public static String endpoints(String name, int... nodes) {
    StringBuilder out =
        new StringBuilder(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: %1$s-1, namespace: web, labels: {kubernetes.io/service-name: %1$s}}
            addressType: IPv4
            ports: [{port: 80, protocol: TCP}]
            endpoints:"""
                .formatted(name));
    for (int n : nodes) {
      out.append(
          "\n  - {addresses: [10.244.%d.20], nodeName: berlin-%d, conditions: {ready: %b}}"
              .formatted(Math.abs(n), Math.abs(n), n > 0));
    }
    return nodes.length == 0 ? out + " []" : out.toString();
  }

  /** Everything the one Service {@code web/shop} needs, on three peering nodes. */
  public static String[] working(String... more) {
    String[] out = new String[6 + more.length];
    out[0] = POOL;
    out[1] = ADVERTISEMENT;
    out[2] = PEER_CONFIG;
    out[3] = CLUSTER_CONFIG;
    out[4] = ROUTER;
    out[5] = NODES;
    System.arraycopy(more, 0, out, 6, more.length);
    return out;
  }
}
