package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReferenceChecksTest {
  private static final String PEER_CONFIG =
      """
      apiVersion: cilium.io/v2
      kind: CiliumBGPPeerConfig
      metadata: {name: tor}
      spec:
        authSecretRef: bgp
        families: [{afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}]
      ---
      """;
  private static final String ADVERTISEMENT =
      """
      apiVersion: cilium.io/v2
      kind: CiliumBGPAdvertisement
      metadata: {name: services, labels: {advertise: bgp}}
      spec: {advertisements: [{advertisementType: PodCIDR}]}
      ---
      """;
  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: bgp, namespace: kube-system}
      stringData: {password: x}
      ---
      """;
  private static final String CLUSTER_CONFIG =
      """
      apiVersion: cilium.io/v2
      kind: CiliumBGPClusterConfig
      metadata: {name: c}
      spec:
        nodeSelector: {matchLabels: {rack: a}}
        bgpInstances:
          - name: i
            localASN: 65001
            peers:
              - {name: p, peerAddress: 192.0.2.1, peerConfigRef: {name: tor}}
      ---
      """;
  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: n, labels: {rack: a}}
      ---
      """;

  private static String pool(String name, String blocks) {
    return """
    apiVersion: cilium.io/v2
    kind: CiliumLoadBalancerIPPool
    metadata: {name: %s}
    spec: {blocks: [%s]}
    ---
    """
        .formatted(name, blocks);
  }

  @Test
  void of_everythingThere_findsNothing() {
    assertThat(
            Reading.problems(
                PEER_CONFIG + ADVERTISEMENT + SECRET + CLUSTER_CONFIG + NODE + pool("p", "")))
        .isEmpty();
  }

  @Test
  void of_peerConfigMissing_isAWarningAtThePeer() {
    assertThat(
            Reading.problems(
                CLUSTER_CONFIG.replace("name: tor", "name: tour")
                    + PEER_CONFIG
                    + ADVERTISEMENT
                    + SECRET))
        .containsExactly(
            "m.yaml:10: warning: CiliumBGPClusterConfig c: spec.bgpInstances: peer p of instance i"
                + " refers to CiliumBGPPeerConfig tour, which does not exist or has no effect (Did"
                + " you mean tor?)");
  }

  @Test
  void of_secretMissing_isAWarning() {
    assertThat(Reading.problems(PEER_CONFIG + ADVERTISEMENT))
        .containsExactly(
            "m.yaml:1: warning: CiliumBGPPeerConfig tor: spec.authSecretRef: there is no Secret"
                + " kube-system/bgp (Add the Secret)");
  }

  @Test
  void of_secretWithoutPassword_isAWarning() {
    assertThat(Reading.problems(PEER_CONFIG + ADVERTISEMENT + SECRET.replace("password", "passwd")))
        .containsExactly(
            "m.yaml:1: warning: CiliumBGPPeerConfig tor: spec.authSecretRef: Secret kube-system/bgp"
                + " has no key 'password' (Add the key to the Secret)");
  }

  @Test
  void of_noAdvertisementSelected_isAWarningThatNamesTheLabels() {
    assertThat(
            Reading.problems(
                PEER_CONFIG + ADVERTISEMENT.replace("advertise: bgp", "announce: bgp") + SECRET))
        .containsExactly(
            "m.yaml:1: warning: CiliumBGPPeerConfig tor: spec.families[0].advertisements: no"
                + " CiliumBGPAdvertisement has the labels advertise=bgp, so the family sends"
                + " nothing (Label one of them: services has {announce=bgp})");
  }

  @Test
  void of_familiesWithoutSelector_isAWarning() {
    assertThat(
            Reading.problems(
                "apiVersion: cilium.io/v2\nkind: CiliumBGPPeerConfig\nmetadata: {name: tor}\nspec:"
                    + " {}\n"))
        .containsExactly(
            "m.yaml:1: warning: CiliumBGPPeerConfig tor: spec.families: without a selector of"
                + " advertisements the session sends nothing (Add advertisements, a label selector"
                + " on CiliumBGPAdvertisements, to the family)");
  }

  @Test
  void of_noNodeSelected_isAWarning() {
    assertThat(
            Reading.problems(
                CLUSTER_CONFIG
                    + PEER_CONFIG
                    + ADVERTISEMENT
                    + SECRET
                    + NODE.replace("rack: a", "rack: b")))
        .containsExactly(
            "m.yaml:1: warning: CiliumBGPClusterConfig c: spec.nodeSelector: no node matches"
                + " rack=a, so none peers (Label the nodes, or mend the selector)");
  }

  @Test
  void of_overlappingPools_isAWarningAtOneOfThem() {
    assertThat(
            Reading.problems(
                pool("wide", "{cidr: 192.0.2.0/24}")
                    + pool("apart", "{cidr: 198.51.100.0/24}")
                    + pool("narrow", "{start: 192.0.2.7, stop: 192.0.2.9}")))
        .containsExactly(
            "m.yaml:11: warning: CiliumLoadBalancerIPPool narrow: spec.blocks: the block"
                + " 192.0.2.7-192.0.2.9 overlaps pool wide's block 192.0.2.0/24 (Let each address"
                + " belong to one pool)");
  }

  @Test
  void of_overlapWithinAPool_isAWarning() {
    assertThat(Reading.problems(pool("p", "{cidr: 192.0.2.0/24}, {cidr: 192.0.2.128/25}")))
        .containsExactly(
            "m.yaml:1: warning: CiliumLoadBalancerIPPool p: spec.blocks: the block 192.0.2.128/25"
                + " overlaps another block of the pool, 192.0.2.0/24 (Merge the two blocks)");
  }

  @Test
  void of_routerSecretMissing_isAWarningAtItsLookingGlass() {
    assertThat(
            Reading.problems(
                """
                apiVersion: readback.io/v1alpha1
                kind: Router
                metadata: {name: r}
                spec:
                  address: 192.0.2.1
                  lookingGlasses:
                    - type: frr
                      ssh: {secretRef: {namespace: kube-system, name: tor-ssh}}
                """))
        .containsExactly(
            "m.yaml:7: warning: Router r: spec.lookingGlasses.ssh.secretRef: there is no Secret"
                + " kube-system/tor-ssh (Add the Secret)");
  }

  @Test
  void of_overrideOfUnknownNode_isAWarning() {
    assertThat(
            Reading.problems(
                NODE
                    + "apiVersion: cilium.io/v2\nkind: CiliumBGPNodeConfigOverride\nmetadata:"
                    + " {name: m}\nspec: {bgpInstances: [{name: i}]}\n"))
        .containsExactly(
            "m.yaml:5: warning: CiliumBGPNodeConfigOverride m: metadata.name: there is no node of"
                + " this name (Name the override like its node)");
  }

  private static String metallbPool(String name, String created, String addresses) {
    return """
    apiVersion: metallb.io/v1beta1
    kind: IPAddressPool
    metadata: {name: %s, creationTimestamp: "%s"}
    spec: {addresses: [%s]}
    ---
    """
        .formatted(name, created, addresses);
  }

  @Test
  void metallbPools_thatOverlap_theLaterOneIsReported() {
    String yaml =
        metallbPool("a", "2026-01-02T00:00:00Z", "10.0.0.0/25")
            + metallbPool("b", "2026-01-01T00:00:00Z", "10.0.0.100-10.0.0.200");

    assertThat(Reading.problems(yaml))
        .containsExactly(
            "m.yaml:1: error: IPAddressPool default/a: spec.addresses: 10.0.0.0/25 overlaps"
                + " 10.0.0.100-10.0.0.200 of IPAddressPool b, the pool gives out no new addresses"
                + " (Let each address belong to one pool)");
  }

  @Test
  void metallbPool_thatOverlapsItself_isReported() {
    assertThat(
            Reading.problems(
                metallbPool("a", "2026-01-02T00:00:00Z", "10.0.0.0/25, 10.0.0.1-10.0.0.2")))
        .singleElement()
        .asString()
        .contains("10.0.0.1-10.0.0.2 overlaps 10.0.0.0/25 of the pool itself");
  }

  @Test
  void poolsOfBothDialects_thatOverlap_areBothReported() {
    String yaml =
        metallbPool("a", "2026-01-02T00:00:00Z", "10.0.0.0/25") + pool("c", "{cidr: 10.0.0.0/24}");

    assertThat(Reading.problems(yaml))
        .hasSize(2)
        .anyMatch(p -> p.contains("IPAddressPool default/a: spec.addresses: 10.0.0.0/25 overlaps"))
        .anyMatch(p -> p.contains("CiliumLoadBalancerIPPool c: spec.blocks: 10.0.0.0/24 overlaps"));
  }
}
