package io.readback.lab.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.lab.LabException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KernelRouteTest {
  @Test
  void parse_everyShapeOfNextHop_isReadInOrderOfPrefix() {
    List<KernelRoute> routes =
        KernelRoute.parse(
            """
            [{"dst":"default","gateway":"172.16.10.9","dev":"eth0","flags":[]},
             {"dst":"192.0.2.7","nhid":9,"protocol":"bgp","metric":20,"flags":[],"nexthops":[
               {"gateway":"172.16.10.12","dev":"eth0","weight":1,"flags":[]},
               {"gateway":"172.16.10.11","dev":"eth0","weight":1,"flags":[]}]},
             {"dst":"192.0.2.8","via":{"family":"inet6","host":"fe80::1"},"dev":"eth0","protocol":"bgp"},
             {"dst":"172.16.10.0/24","dev":"eth0","protocol":"kernel","scope":"link"}]
            """,
            "/32",
            "0.0.0.0/0");

    assertThat(routes)
        .containsExactly(
            new KernelRoute("0.0.0.0/0", "", List.of("172.16.10.9")),
            new KernelRoute("172.16.10.0/24", "kernel", List.of()),
            new KernelRoute("192.0.2.7/32", "bgp", List.of("172.16.10.11", "172.16.10.12")),
            new KernelRoute("192.0.2.8/32", "bgp", List.of("fe80::1")));
  }

  @Test
  void parse_textThatIsNotJson_failsWithTheText() {
    assertThatThrownBy(() -> KernelRoute.parse("Object is unknown", "/32", "0.0.0.0/0"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("is unknown");
  }
}
