package io.readback.app.document;

import io.readback.core.allocate.Allocations;
import io.readback.core.allocate.Condition;
import io.readback.core.allocate.ServiceAllocation;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Service;
import io.readback.core.verdict.VerdictKind;
import io.readback.core.verdict.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code services}: all Services by namespace and name. */
final class ServicesView {
  private ServicesView() {}

  static List<ServiceRow> of(ClusterState cluster, Allocations allocations, Verdicts verdicts) {
    List<Service> services = new ArrayList<>(cluster.services().values());
    services.sort(java.util.Comparator.comparing(Service::ref));
    return services.stream().map(s -> row(s, allocations.get(s.ref()), verdicts)).toList();
  }

  private static ServiceRow row(
      Service service, Optional<ServiceAllocation> allocation, Verdicts verdicts) {
    List<ServiceRow.VipRow> vips =
        allocation.map(ServiceAllocation::vips).orElse(List.of()).stream()
            .map(v -> new ServiceRow.VipRow(v.ip().toString(), v.pool()))
            .toList();
    List<ConditionRow> conditions =
        conditions(allocation.map(ServiceAllocation::conditions).orElse(List.of()));
    String verdict = verdicts.summary(service.ref()).map(VerdictKind::toString).orElse("");
    return new ServiceRow(
        service.ref().namespace(), service.ref().name(), service.type(), vips, conditions, verdict);
  }

  static List<ConditionRow> conditions(List<Condition> conditions) {
    return conditions.stream()
        .map(c -> new ConditionRow(c.type(), c.status().toString(), c.reason(), c.message()))
        .toList();
  }
}
