package io.readback.core.allocate;

import io.readback.core.model.Dialect;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One Service as MetalLB's allocation follows it. */
final class MetallbHolding implements Held {
  /** Whether the Service has its address, with the reason and message of MetalLB's event. */
  static final String ALLOCATED = "metallb.io/IPAllocated";

  /** Said only where a Service that prefers two families lacks one. */
  static final String ADDITIONAL = "metallb.io/AdditionalIPAssigned";

  private MetallbRequest request;
  private final List<Vip> vips = new ArrayList<>();
  private List<Condition> conditions = List.of();

  MetallbHolding(MetallbRequest request) {
    this.request = request;
  }

  @Override
  public ServiceRequest.Turn turn() {
    return request.turn();
  }

  MetallbRequest request() {
    return request;
  }

  void request(MetallbRequest value) {
    request = value;
  }

  @Override
  public List<Vip> vips() {
    return vips;
  }

  List<IpAddress> addresses() {
    return vips.stream().map(Vip::ip).toList();
  }

  boolean holds(IpAddress address) {
    return vips.stream().anyMatch(v -> v.ip().equals(address));
  }

  boolean holds(AddressFamily family) {
    return vips.stream().anyMatch(v -> v.ip().family() == family);
  }

  /**
   * Whether nothing more is to be had: an address of each family, by a request that makes sense.
   */
  @Override
  public boolean isSatisfied() {
    return request.impossible().isEmpty()
        && request.invalid().isEmpty()
        && request.families().stream().allMatch(this::holds);
  }

  Set<AddressFamily> missing() {
    return request.families().stream()
        .filter(family -> !holds(family))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void satisfied() {
    conditions =
        List.of(
            new Condition(
                ALLOCATED,
                Condition.Status.TRUE,
                "IPAllocated",
                "Assigned IP " + quoted(addresses())));
  }

  /** Has one family of two. */
  void lacksOne(String why) {
    satisfied();
    conditions =
        List.of(
            conditions.get(0),
            new Condition(
                ADDITIONAL,
                Condition.Status.FALSE,
                "AdditionalAssignFailed",
                "cannot assign additional IP in PreferDualStack: " + why));
  }

  void failed(String reason, String message) {
    conditions = List.of(new Condition(ALLOCATED, Condition.Status.FALSE, reason, message));
  }

  /** {@code ["10.0.0.1" "fd00::1"]}, as MetalLB writes addresses. */
  static String quoted(List<IpAddress> addresses) {
    return addresses.stream()
        .map(ip -> "\"" + ip + "\"")
        .collect(Collectors.joining(" ", "[", "]"));
  }

  @Override
  public ServiceAllocation toAllocation() {
    return new ServiceAllocation(request.ref(), Dialect.METALLB, vips, conditions);
  }
}
