package io.readback.core.allocate;

import io.readback.core.model.Dialect;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One Service as the allocator follows it: what it asks for, what it has, what is said of that. */
final class Holding implements Held {
  private ServiceRequest request;
  private final List<Vip> vips = new ArrayList<>();
  private Optional<Condition> condition = Optional.empty();

  Holding(ServiceRequest request) {
    this.request = request;
  }

  @Override
  public ServiceRequest.Turn turn() {
    return request.turn();
  }

  ServiceRequest request() {
    return request;
  }

  void request(ServiceRequest value) {
    request = value;
  }

  @Override
  public List<Vip> vips() {
    return vips;
  }

  void condition(boolean satisfied, String reason, String message) {
    condition =
        Optional.of(
            new Condition(
                "cilium.io/IPAMRequestSatisfied",
                satisfied ? Condition.Status.TRUE : Condition.Status.FALSE,
                reason,
                message));
  }

  boolean holds(IpAddress address) {
    return vips.stream().anyMatch(v -> v.ip().equals(address));
  }

  boolean holds(AddressFamily family) {
    return vips.stream().anyMatch(v -> v.ip().family() == family);
  }

  @Override
  public boolean isSatisfied() {
    return request.addresses().isEmpty()
        ? request.families().stream().allMatch(this::holds)
        : request.addresses().stream().allMatch(this::holds);
  }

  @Override
  public void satisfied() {
    condition(true, "satisfied", "");
  }

  @Override
  public ServiceAllocation toAllocation() {
    return new ServiceAllocation(
        request.ref(), Dialect.CILIUM, vips, condition.map(List::of).orElse(List.of()));
  }
}
