package io.readback.core.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.ServiceRef;
import io.readback.core.verdict.ClusterScene;
import io.readback.core.verdict.Manifests;
import org.junit.jupiter.api.Test;

class MetallbPoolStepsTest {
  private static final String POOL = pool("m", "10.2.0.0/32", "");
  private final ClusterScene scene = new ClusterScene("berlin-1");

  private static String pool(String name, String addresses, String more) {
    return """
    apiVersion: metallb.io/v1beta1
    kind: IPAddressPool
    metadata: {name: %s, namespace: metallb-system}
    spec: {addresses: [%s]%s}
    ---
    """
        .formatted(name, addresses, more);
  }

  private static String service(String name, String annotations) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %s, namespace: web, annotations: {%s}}
    spec: {type: LoadBalancer, ports: [{port: 80}]}
    ---
    """
        .formatted(name, annotations);
  }

  private Step poolStep(String... manifests) {
    scene.manifests(0, String.join("", manifests));
    return Explainer.explain(new ServiceRef("web", "shop"), scene.explainInput(10)).steps().stream()
        .filter(s -> s.id().equals("pool"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void explain_servedService_tellsOfItsPool() {
    Step step =
        poolStep(
            pool("m", "10.2.0.0/30", ", serviceAllocation: {priority: 5, namespaces: [web]}"),
            service("shop", ""));

    assertThat(step.status()).isEqualTo(Step.Status.OK);
    assertThat(step.subject()).isEqualTo("m");
    assertThat(step.detail()).startsWith("10.2.0.0/30; 1 of 4 used; for namespaces web (");
  }

  @Test
  void explain_poolFull_failsAndSaysWhatIsThere() {
    Step step = poolStep(POOL, service("another", ""), service("shop", ""));

    assertThat(step.status()).isEqualTo(Step.Status.FAILED);
    assertThat(step.detail())
        .startsWith(
            "Failed to allocate IP for \"web/shop\": no available IPs: m has 10.2.0.0/32; 1 of 1"
                + " used");
    assertThat(step.remedy()).contains("add addresses to an IPAddressPool");
  }

  @Test
  void explain_addressTaken_tellsHowToShare() {
    Step step =
        poolStep(
            POOL, service("another", ""), service("shop", "metallb.io/loadBalancerIPs: 10.2.0.0"));

    assertThat(step.detail()).contains("address also in use by web/another");
    assertThat(step.remedy()).contains("metallb.io/allow-shared-ip");
  }

  @Test
  void explain_unknownPool_tellsToAskForAnother() {
    Step step = poolStep(POOL, service("shop", "metallb.io/address-pool: n"));

    assertThat(step.detail()).contains("unknown pool \"n\"");
    assertThat(step.remedy()).startsWith("ask for a pool that exists");
  }

  @Test
  void explain_bothDialects_tellsHowToDecide() {
    Step step = poolStep(Manifests.POOL, "\n---\n", POOL, service("shop", ""));

    assertThat(step.subject()).isEqualTo("pools of both dialects");
    assertThat(step.remedy()).contains("readback.io/dialect");
  }
}
