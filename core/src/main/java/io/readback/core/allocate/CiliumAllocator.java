package io.readback.core.allocate;

import io.readback.core.model.AddressPool;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Dialect;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/** Gives VIPs as Cilium's LB-IPAM does. */
final class CiliumAllocator extends DialectAllocator<Holding> {
  private TreePMap<String, AddressPool> configured = TreePMap.empty();
  private SortedMap<String, String> overlapping = new TreeMap<>();
  private AddressBook book = new AddressBook(new PoolSet(List.of(), overlapping));

  CiliumAllocator(Map<ServiceRef, List<Vip>> remembered) {
    super(Dialect.CILIUM, remembered);
  }

  @Override
  boolean takePools(ClusterState state, PoolOverlaps overlaps) {
    if ((configured == state.pools() || configured.equals(state.pools()))
        && overlapping.equals(overlaps.cilium())) {
      return false;
    }
    configured = state.pools();
    overlapping = overlaps.cilium();
    book = new AddressBook(new PoolSet(state.pools().values(), overlapping));
    return true;
  }

  @Override
  boolean isDormant() {
    return book.pools().isEmpty();
  }

  @Override
  Holding hold(Service service) {
    return new Holding(ServiceRequest.of(service));
  }

  @Override
  void ask(Holding holding, Service service) {
    holding.request(ServiceRequest.of(service));
  }

  @Override
  boolean askAnew(Holding holding, Service service) {
    ServiceRequest request = ServiceRequest.of(service);
    boolean othersMayGain =
        !holding.request().sharesLike(request) || !request.sharingKey().isEmpty();
    book.rekey(holding, request);
    return othersMayGain;
  }

  @Override
  boolean releaseIllegal(Holding holding) {
    return book.releaseIllegal(holding);
  }

  @Override
  void adopt(Holding holding, List<Vip> had) {
    had.forEach(vip -> book.adopt(holding, vip));
  }

  @Override
  boolean mayHelp(Holding holding) {
    return book.mayHelp(holding);
  }

  @Override
  void satisfy(Holding holding) {
    book.satisfy(holding);
  }

  @Override
  void releaseAll(Holding holding) {
    book.drop(holding);
  }

  @Override
  List<Holding> disturbed() {
    return book.disturbed();
  }

  @Override
  List<Vip> shownInStatus(Holding holding) {
    return holding.request().shownInStatus().stream().map(ip -> new Vip(ip, "")).toList();
  }

  @Override
  List<PoolUsage> usages() {
    return book.pools().pools().stream().map(book.pools()::usage).toList();
  }
}
