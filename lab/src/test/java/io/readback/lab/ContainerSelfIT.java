package io.readback.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** FRR in containers, beside BIRD in a namespace. */
@ContainerLabTest
final class ContainerSelfIT extends FrrContract {
  @Test
  void router_onThisGround_hasAUserLandOfItsOwn(Lab lab) {
    LabNode node = lab.router("frr", "172.16.10.1/24");

    assertThat(node.ground()).isEqualTo(Ground.CONTAINER);
    assertThat(node.exec("cat", "/etc/os-release").out()).contains("bookworm");
    assertThat(node.exec("test", "-e", node.dir().toString()).ok()).isTrue();
    assertThat(node.exec("test", "-e", System.getProperty("java.home")).ok()).isFalse();
  }
}
